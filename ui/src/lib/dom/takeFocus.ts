// The keyboard focus goes into a pane that lies over others, and back to where it was when that pane goes.

/** For as long as the pane is there. Whoever was led elsewhere meanwhile stays there. */
export function takeFocus(pane: HTMLElement): () => void {
  const before = document.activeElement;
  if (!pane.contains(before)) pane.focus({ preventScroll: true });
  return () => {
    const now = document.activeElement;
    if (now !== null && now !== document.body && !pane.contains(now)) return;
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  };
}
