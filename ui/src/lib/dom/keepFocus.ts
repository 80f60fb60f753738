// Keeps the keyboard focus in a pane when the focused element is removed or disabled.

/** Returns the focus to the same element, else to the first control of its row, else to the pane. */
export function keepFocus(pane: HTMLElement): () => void {
  let last: HTMLElement | null = null;
  let row: string | null = null;
  let disabled = false;

  const remember = (event: FocusEvent) => {
    last = event.target instanceof HTMLElement ? event.target : null;
    const name = last?.closest<HTMLElement>("[data-local], [data-key]")?.dataset;
    row = name?.["local"] ?? name?.["key"] ?? null;
    disabled = false;
  };

  const inRow = () => {
    const found = row === null ? null : pane.querySelector(`[data-local="${CSS.escape(row)}"], [data-key="${CSS.escape(row)}"]`);
    return found?.querySelector<HTMLElement>("textarea, button:not(:disabled)");
  };

  const observer = new MutationObserver(() => {
    if (last === null) return;
    // A button is disabled while its action runs, and loses the focus by that alone.
    if (last.isConnected && last.matches(":disabled")) return void (disabled = true);
    if (document.activeElement !== document.body) return;
    if (!last.isConnected) (inRow() ?? pane).focus({ preventScroll: true });
    else if (disabled) last.focus({ preventScroll: true });
  });

  pane.addEventListener("focusin", remember);
  observer.observe(pane, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
  return () => {
    pane.removeEventListener("focusin", remember);
    observer.disconnect();
  };
}
