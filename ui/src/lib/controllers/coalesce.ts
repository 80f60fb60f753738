// Folds many calls into one per frame, and lets one asynchronous question run at a time: a burst of
// events costs one query and one drawing.

/** Calls `act` once in the next frame, however often it is asked for until then. */
export function oncePerFrame(act: () => void): () => void {
  let due = false;
  const run = () => {
    if (!due) return;
    due = false;
    act();
  };
  return () => {
    if (due) return;
    due = true;
    requestAnimationFrame(run);
    // A window that is not shown draws no frames; it must not fall behind for ever.
    setTimeout(run, 250);
  };
}

/** Runs `act`; asked for again meanwhile, it runs exactly once more afterwards. */
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
