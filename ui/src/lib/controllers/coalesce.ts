// Coalesces calls: a burst of events costs one query and one drawing.

/** Calls `act` once in the next frame, however often the returned function is called until then. */
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
    // A hidden window draws no frames.
    setTimeout(run, 250);
  };
}

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
