// Keys are not lost when what had the focus goes away, be it by the act that it was pressed for.

/** Gives the focus back to what had it, else to what stands in its row now, else to the pane. */
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
    // A button is disabled while its act is under way, and may lose the focus by that alone.
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
