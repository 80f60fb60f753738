/** Calls `act` once what is in the page now is painted; not after the returned function was called. */
export function afterPaint(act: () => void): () => void {
  // The frame is painted after the first callback and before the second.
  let frame = requestAnimationFrame(() => (frame = requestAnimationFrame(act)));
  return () => cancelAnimationFrame(frame);
}
