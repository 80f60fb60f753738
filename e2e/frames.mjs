// Measures what the real window paints, frame by frame. Prints one line of JSON.
//
//   node e2e/frames.mjs cached --program PATH --data DIR --chat ID [--opened 100] [--messages 10000] [--searches 50] [--seconds 20]
//       opens chats from the cache of a profile by key, then scrolls back through this chat; the server may be away
//   node e2e/frames.mjs live --program PATH --server URL --chat ID --chats 500 [--seconds 20]
//       signs in at `interop/bench-server.mjs`, watches this chat while messages come, then types during a burst
//   node e2e/frames.mjs still --program PATH --server URL --chats 200 [--hidden] [--seconds 20]
//       signs in there and lets the window be; prints its process once it has settled, and an empty line of JSON at the end
//   node e2e/frames.mjs hostile --program PATH
//       signs in at a reference backend of its own, where a customer writes texts without an end into many chats

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { App, Key } from './lib/app.mjs';
import { Backend, ROOT } from './lib/backend.mjs';
import { Desktop } from './lib/desktop.mjs';
import { FrameObserver } from './lib/frame-observer.mjs';
import { memoryOf } from './lib/memory.mjs';
import { until } from './lib/wait.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    program: { type: 'string' },
    data: { type: 'string' },
    server: { type: 'string' },
    chat: { type: 'string' },
    chats: { type: 'string' },
    opened: { type: 'string', default: '100' },
    messages: { type: 'string', default: '10000' },
    searches: { type: 'string', default: '50' },
    hidden: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '20' },
  },
});
const WINDOW = { program: options.program };
const SECONDS = Number(options.seconds);
/** Events a second. */
const RATE = 200;
/** So long the webview is left alone until it has thrown away what it does not need any more. */
const REST_SECONDS = 10;
/** So long a start goes on once everything is fetched: what it still does then is not idling. */
const SETTLED_SECONDS = 45;
/** Between a line that is printed and the reader's looking. */
const MARGIN_SECONDS = 2;
/** In pixels: two notches of a wheel. */
const SCROLLED_PER_FRAME = 100;

const desktop = await Desktop.start({ notifications: 'ignored' });
try {
  // The page is painted as the app has it painted by itself; steered, it would not.
  const app = new App(desktop, hasGraphicsCard() ? 'composited' : 'direct');
  const measure = { live: measureLive, still: holdStill, hostile: measureHostile }[positionals[0]] ?? measureCached;
  console.log(JSON.stringify(await measure(app)));
} finally {
  await desktop.stop();
}

async function measureCached(app) {
  await app.open(['--data', options.data, `avvento-desk://conversation/${options.chat}`], WINDOW);
  await app.find('message');
  const observer = await FrameObserver.install(app.driver);
  const idle = await watchIdle(observer);
  const scrolled = await scrollBack(app, observer);
  const words = await shownWords(app, 'message');
  const passed = await scrollOn(observer, scrolled.rows);
  const opened = await openChats(app, observer);
  const searched = await searchFor(app, new Set([...(await shownWords(app, 'inbox-row')), ...words]));
  const afterUse = await memoryAtRest(app);
  return { idle, scrolled, passed, opened, searched, afterUse, hidden: await watchHidden(app, observer) };
}

/** The words of these elements; some are the window's own, and in no message. */
async function shownWords(app, testid) {
  return (await app.texts(testid)).join(' ').match(/\p{L}{3,}/gu) ?? [];
}

/** Searches for one word after the other, and for the same again where there are not so many; answers for how many. */
async function searchFor(app, shown) {
  const answers = () => app.driver.executeScript(
    `return document.querySelectorAll('[data-testid="search-results"] mark, [data-testid="search-nothing"]').length`,
  );
  const known = [...shown];
  const words = Array.from({ length: Number(options.searches) }, (_, at) => known[at % known.length]);
  for (const word of words) {
    await app.fill('search', word);
    await until(`«${word}» is looked for`, () => answers().then((count) => count > 0));
    await app.fill('search', '');
    await until('nothing is looked for', () => answers().then((count) => count === 0));
  }
  return words.length;
}

/** What is painted while no one can see the window, as when it is in the tray. */
async function watchHidden(app, observer) {
  await hide(app);
  return watchFor(observer, Math.min(10, SECONDS));
}

async function hide(app) {
  const id = await desktop.run('xdotool', ['search', '--onlyvisible', '--pid', String(await app.processId())]);
  await desktop.run('xdotool', ['windowunmap', id.stdout.trim().split('\n').at(-1)]);
  await until('the page knows that it is hidden', () => app.driver.executeScript('return document.visibilityState === "hidden"'));
}

/** Signs in at the server of the bench, and waits until every chat is fetched. */
async function signIn(app, link) {
  await app.open(['--data', join(desktop.home, 'app'), '--server', options.server, ...link], WINDOW);
  await app.fill('username', 'mudir');
  await app.fill('password', 'demo');
  await app.click('sign-in-button');
  const calls = async () => (await (await fetch(`${options.server}/calls`)).json()).calls;
  await until('every chat is fetched', async () => (await calls()) >= Number(options.chats), 300_000);
}

async function holdStill(app) {
  await signIn(app, []);
  await app.find('inbox-row');
  if (options.hidden) await hide(app);
  await pause(Math.min(SETTLED_SECONDS, SECONDS) * 1000);
  console.log(JSON.stringify({ process: await app.processId() }));
  await pause((SECONDS + MARGIN_SECONDS) * 1000);
  return {};
}

async function measureLive(app) {
  await signIn(app, [`avvento-desk://conversation/${options.chat}`]);
  await app.find('message');
  const observer = await FrameObserver.install(app.driver);
  const idle = await watchIdle(observer);
  await fetch(`${options.server}/rate?per-second=${RATE}&seconds=${SECONDS}&chat=${options.chat}`);
  const arrived = await watchFor(observer, SECONDS + 1);
  return { idle, arrived, ...(await typeAtRestAndInBurst(app, observer)) };
}

/** A customer's texts without an end: as last messages of many chats, in an open chat, and as they come. */
async function measureHostile(app) {
  const backend = await new Backend(desktop).start();
  const customer = await backend.signInAs('user');
  const texts = JSON.parse(readFileSync(join(ROOT, 'fixtures/texts/endless.json'), 'utf8')).map(
    ({ begins, repeats, times }) => begins + repeats.repeat(times),
  );
  // Some the server refuses.
  const write = (chat, text) => customer.write(chat, text).catch(() => {});
  const chats = [];
  for (const text of [...texts, ...texts, ...texts]) {
    const { _id } = await customer.askAdmin(`طلب ${chats.length}`);
    await write(_id, text);
    chats.push(_id);
  }
  const [open] = chats;
  for (const text of texts) await write(open, text);
  await app.open(['--data', join(desktop.home, 'app'), '--server', backend.url], WINDOW);
  await app.fill('username', 'admin');
  await app.fill('password', 'demo');
  await app.click('sign-in-button');
  const row = `[data-testid="inbox-row"][data-conversation="${open}"]`;
  await app.find(row);
  const observer = await FrameObserver.install(app.driver);
  const idle = await watchIdle(observer);
  await app.click(row);
  await app.find('message');
  const opened = await watchFor(observer, 2);
  await observer.scroll(-SCROLLED_PER_FRAME);
  const scrolled = await watchFor(observer, 5);
  await observer.scroll(0);
  for (const [at, text] of [...texts, ...texts].entries()) await write(chats[at % 3], text);
  return { idle, opened, scrolled, arrived: await observer.take() };
}

/** What there is to paint when nothing happens: the floor of every other figure. */
async function watchIdle(observer) {
  await pause(1_000);
  return watchFor(observer, Math.min(5, SECONDS));
}

async function watchFor(observer, seconds) {
  await observer.take();
  await pause(seconds * 1000);
  return observer.take();
}

/** Opens one chat after the other from the inbox, by key. */
async function openChats(app, observer) {
  await observer.take();
  for (let count = 1; count <= Number(options.opened); count++) {
    // An open chat has the focus in its composer.
    await app.driver.executeScript(`document.querySelector('[data-testid="inbox"] [data-pane-focus]').focus()`);
    await app.driver.actions().sendKeys(count === 1 ? Key.HOME : Key.ARROW_DOWN).perform();
    await app.driver.actions().sendKeys(Key.ENTER).perform();
    await until('the chat is painted', async () => (await observer.openedCount()) === count);
  }
  return observer.take();
}

/**
 * Scrolls back as a wheel does that is turned all the time; the driver has no wheel of its own. Memory is compared once
 * everything was in use, and both times at rest: while it scrolls, the webview's garbage lies about.
 */
async function scrollBack(app, observer) {
  await scrollFor(observer, Math.min(10, SECONDS));
  const before = await memoryAtRest(app);
  await observer.take();
  await scrollFor(observer, SECONDS);
  const seen = await observer.take();
  return { ...seen, before, after: await memoryAtRest(app) };
}

/** Scrolls back further until so many messages were passed; answers for how many were, with those before. */
async function scrollOn(observer, before) {
  await observer.take();
  await observer.scroll(-SCROLLED_PER_FRAME);
  const passed = async () => before + (await observer.seenRows());
  await until('so many messages are passed', async () => (await passed()) >= Number(options.messages), 120_000);
  await observer.scroll(0);
  return passed();
}

async function scrollFor(observer, seconds) {
  await observer.scroll(-SCROLLED_PER_FRAME);
  await pause(seconds * 1000);
  await observer.scroll(0);
}

async function memoryAtRest(app) {
  await pause(Math.min(REST_SECONDS, SECONDS) * 1000);
  return memoryOf(await app.processId());
}

/** Types in the composer while nothing comes, then while the server sends all that it has. */
async function typeAtRestAndInBurst(app, observer) {
  const composer = await app.find('composer');
  await composer.click();
  const type = async () => {
    await observer.take();
    const end = Date.now() + SECONDS * 1000;
    while (Date.now() < end) await app.driver.actions().sendKeys('a').perform();
    return observer.take();
  };
  const atRest = await type();
  await fetch(`${options.server}/start`);
  return { atRest, inBurst: await type() };
}

function hasGraphicsCard() {
  return existsSync('/dev/dri') && readdirSync('/dev/dri').some((node) => node.startsWith('renderD'));
}

function pause(milliseconds) {
  return new Promise((resume) => setTimeout(resume, milliseconds));
}
