// Keys and clicks that belong to the window as a whole: zoom, panes, and what a browser would do.
import { tick } from "svelte";
import { chat } from "./chat.svelte";
import { layout } from "./layout.svelte";
import { preferences } from "./preferences.svelte";
import { quit } from "./quit.svelte";

/** What a key asks of the whole window, if anything. */
export function shortcutFor(event: KeyboardEvent): "in" | "out" | "reset" | "reload" | "next-pane" | "last-pane" | "escape" | "quit" | null {
  const command = event.ctrlKey || event.metaKey;
  if (command && (event.key === "+" || event.key === "=" || event.code === "NumpadAdd")) return "in";
  if (command && (event.key === "-" || event.code === "NumpadSubtract")) return "out";
  if (command && (event.key === "0" || event.code === "Digit0" || event.code === "Numpad0")) return "reset";
  if (event.key === "F5" || (command && event.code === "KeyR")) return "reload";
  if (command && (event.code === "KeyQ" || event.key === "q")) return "quit";
  if (event.key === "F6") return event.shiftKey ? "last-pane" : "next-pane";
  if (event.key === "Escape") return "escape";
  return null;
}

/** Moves the focus to the next part of the window that is there. */
function movePane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter((pane) => pane.offsetParent !== null);
  const here = panes.findLastIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(here + step + panes.length) % panes.length];
  const target = next?.querySelector<HTMLElement>("[data-pane-focus]") ?? next;
  target?.focus();
}

export function handleKeydown(event: KeyboardEvent): void {
  const wanted = shortcutFor(event);
  if (wanted === null || event.defaultPrevented) return;
  switch (wanted) {
    case "in":
    case "out":
    case "reset":
      event.preventDefault();
      preferences.zoom(wanted);
      break;
    case "reload":
      if (import.meta.env.PROD) event.preventDefault();
      break;
    case "next-pane":
    case "last-pane":
      event.preventDefault();
      movePane(wanted === "next-pane" ? 1 : -1);
      break;
    case "quit":
      event.preventDefault();
      void quit.request();
      break;
    case "escape":
      escape();
      break;
  }
}

function escape(): void {
  if (layout.dialog !== null || layout.lightboxUrl !== null) return;
  if (layout.detailsCollapsed && layout.detailsShown) {
    layout.closeDetails();
    void focus('[data-testid="details-toggle"]');
    return;
  }
  if (layout.singlePane) chat.close();
  void focus('[data-testid="inbox"] [data-pane-focus]');
}

// What had the focus may be gone: once the window is drawn anew, it is given to what took its place.
async function focus(selector: string): Promise<void> {
  await tick();
  document.querySelector<HTMLElement>(selector)?.focus();
}
