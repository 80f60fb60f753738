// What the window paints, frame by frame, seen from inside its page.

/** Installs the observer; runs in the page. */
function install() {
  const { port1, port2 } = new MessageChannel();
  const taken = { frames: [], opened: [], typed: [], arrived: [], blank: 0, rows: new Set() };
  let previous = null;
  let opening = null;
  let keys = [];
  let arriving = [];
  let scrolling = 0;
  const known = new Set();

  const shownChat = () => document.querySelector('[data-testid="chat"]')?.dataset.conversation ?? null;
  const list = () => document.querySelector('[data-testid="chat"] [data-testid="message"]')?.closest('[data-pane-focus]');
  const isVisible = (row) => getComputedStyle(row).visibility === 'visible';

  /** Whether a message is where a reader looks: beside the middle of the list. */
  function showsMessages() {
    const rows = [...document.querySelectorAll('[data-testid="message"]')];
    const shown = list()?.getBoundingClientRect();
    if (!shown) return false;
    const middle = shown.y + shown.height / 2;
    for (const row of rows) taken.rows.add(row.dataset.key);
    return rows.some((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      // What lies between two messages (a space, a day's line) is lower than this.
      return top < middle + 60 && bottom > middle - 60 && isVisible(row);
    });
  }

  function onPainted() {
    const now = performance.now();
    const shows = showsMessages();
    if (!shows && opening === null) taken.blank += 1;
    if (opening !== null && shows && shownChat() !== opening.before) {
      taken.opened.push(now - opening.pressed);
      opening = null;
    }
    for (const pressed of keys) taken.typed.push(now - pressed);
    keys = [];
    arriving = arriving.filter(({ row, sent }) => {
      if (!isVisible(row)) return row.isConnected;
      taken.arrived.push(Date.now() - sent);
      return false;
    });
  }

  function onFrame() {
    const now = performance.now();
    if (previous !== null) taken.frames.push(now - previous);
    previous = now;
    if (scrolling !== 0) list()?.scrollBy(0, scrolling);
    // A task behind this frame: what it paints is laid out by then.
    port2.postMessage(null);
    requestAnimationFrame(onFrame);
  }

  port1.onmessage = onPainted;
  requestAnimationFrame(onFrame);
  addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Enter') opening = { pressed: event.timeStamp, before: shownChat() };
      else keys.push(event.timeStamp);
    },
    { capture: true },
  );
  new MutationObserver((records) => {
    for (const node of records.flatMap((record) => [...record.addedNodes])) {
      if (!(node instanceof HTMLElement)) continue;
      const rows = node.matches('[data-testid="message"]') ? [node] : node.querySelectorAll('[data-testid="message"]');
      for (const row of rows) {
        const sent = /@(\d{13})/.exec(row.textContent)?.[1];
        // A row that was out of view and comes back did not arrive again.
        if (sent && !known.has(row.dataset.key)) arriving.push({ row, sent: Number(sent) });
        known.add(row.dataset.key);
      }
    }
  }).observe(document.body, { childList: true, subtree: true });

  window.frameObserver = {
    /** What was seen since the last time. */
    take() {
      const answer = { ...taken, rows: taken.rows.size };
      Object.assign(taken, { frames: [], opened: [], typed: [], arrived: [], blank: 0, rows: new Set() });
      return answer;
    },
    openedCount: () => taken.opened.length,
    seenRows: () => taken.rows.size,
    /** Scrolls the open chat by so many pixels in each frame from now on. */
    scroll(pixels) {
      scrolling = pixels;
    },
  };
}

export class FrameObserver {
  #driver;

  static async install(driver) {
    const observer = new FrameObserver();
    observer.#driver = driver;
    await driver.executeScript(install);
    return observer;
  }

  /** What was seen since the last time: times in ms. */
  take() {
    return this.#driver.executeScript('return window.frameObserver.take()');
  }

  /** Scrolls the open chat by so many pixels in each frame from now on. */
  scroll(pixels) {
    return this.#driver.executeScript('window.frameObserver.scroll(arguments[0])', pixels);
  }

  /** How many chats were opened since the last time. */
  openedCount() {
    return this.#driver.executeScript('return window.frameObserver.openedCount()');
  }

  /** How many messages were to be seen since the last time, in any frame. */
  seenRows() {
    return this.#driver.executeScript('return window.frameObserver.seenRows()');
  }
}
