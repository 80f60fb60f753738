// Coalesces calls: a burst of events costs one query and one drawing.

/** What stands beside a chat's messages is asked for this often at most while they keep coming, in ms: it is read at leisure. */
export const BESIDE_MESSAGES_MS = 500;

/** Calls `act` at once, and once more when the rest after it is over where the returned function is called until then. */
function withRest(act: () => void, rest: (end: () => void) => void): () => void {
  let resting = false;
  let due = false;
  function run() {
    due = false;
    resting = true;
    rest(end);
    act();
  }
  function end() {
    resting = false;
    if (due) run();
  }
  return () => {
    if (resting) due = true;
    else run();
  };
}

/** Calls `act` at once, and once more in the next frame where the returned function is called until then. */
export function oncePerFrame(act: () => void): () => void {
  return withRest(act, (end) => {
    let ended = false;
    const endOnce = () => {
      if (!ended) end();
      ended = true;
    };
    requestAnimationFrame(endOnce);
    // A hidden window draws no frames.
    setTimeout(endOnce, 250);
  });
}

/** Calls `act` at once, and once more after so many milliseconds where the returned function is called until then. */
export const oncePer = (milliseconds: number) => (act: () => void): (() => void) => withRest(act, (end) => setTimeout(end, milliseconds));

/** Runs `act` once at a time; calls during a run cause exactly one more run. */
export function oneAtATime(act: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;
  const loop = async () => {
    do {
      again = false;
      await act();
    } while (again);
    running = null;
  };
  return () => {
    if (running) {
      again = true;
      return running;
    }
    running = loop();
    return running;
  };
}
