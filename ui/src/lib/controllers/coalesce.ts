// Coalesces calls: a burst of events costs one query and one drawing.

/** What stands beside a chat's messages is asked for this often at most while they keep coming, in ms: it is read at leisure. */
export const BESIDE_MESSAGES_MS = 500;

/** How often inbox and outbox are asked for at most while changes keep coming, in ms: nobody can read or hit rows that move at every frame. */
const LISTS_MS = 250;
/** The same in a rush, when most of the rows are others with each answer. */
const RUSH_MS = 1000;
/** So many of those in a row are shown within a frame each: a few changes at once are what somebody just did. */
const QUICK_IN_A_ROW = 4;

/**
 * Calls `act` at once, and once more when the rest after it is over where the returned function is called until then. `rest`
 * is told how many calls there have been without a pause.
 */
function withRest(act: () => void, rest: (end: () => void, inARow: number) => void): () => void {
  let resting = false;
  let due = false;
  let inARow = 0;
  function run() {
    due = false;
    resting = true;
    inARow += 1;
    rest(end, inARow);
    act();
  }
  function end() {
    resting = false;
    if (due) run();
    else inARow = 0;
  }
  return () => {
    if (resting) due = true;
    else run();
  };
}

function restForFrame(end: () => void): void {
  let ended = false;
  const endOnce = () => {
    if (!ended) end();
    ended = true;
  };
  requestAnimationFrame(endOnce);
  // A hidden window draws no frames.
  setTimeout(endOnce, 250);
}

/** Calls `act` at once, and once more in the next frame where the returned function is called until then. */
export const oncePerFrame = (act: () => void): (() => void) => withRest(act, restForFrame);

/** As `oncePerFrame` for a few calls in a row, and four times a second while they go on; once a second in a rush. */
export const whileListsChange =
  (isRush: () => boolean = () => false) =>
  (act: () => void): (() => void) =>
    withRest(act, (end, inARow) => (inARow <= QUICK_IN_A_ROW ? restForFrame(end) : void setTimeout(end, isRush() ? RUSH_MS : LISTS_MS)));

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
