// The keys of the whole window, in one list.
import { CHAT_ACTIONS, type ChatAction } from "./chatActions";
import { focusWhenDrawn, focusNextPane } from "$lib/dom/panes";
import { isTyping } from "$lib/dom/isTyping";
import { isCommand, standsForLetter, writesLetter } from "$lib/dom/shortcutKey";
import { chat } from "$lib/controllers/chat.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { preferences } from "$lib/controllers/preferences.svelte";
import { quit } from "$lib/controllers/quit.svelte";

type Shortcut = {
  name: string;
  matches: (event: KeyboardEvent) => boolean;
  /** Answers false where the browser's own action is wanted as well. */
  run: () => boolean;
};

const SHORTCUTS: Shortcut[] = [
  { name: "zoom-in", matches: (event) => isCommand(event) && (event.key === "+" || event.key === "=" || event.code === "NumpadAdd"), run: () => zoom("in") },
  { name: "zoom-out", matches: (event) => isCommand(event) && (event.key === "-" || event.code === "NumpadSubtract"), run: () => zoom("out") },
  { name: "zoom-reset", matches: (event) => isCommand(event) && (event.key === "0" || event.code === "Digit0" || event.code === "Numpad0"), run: () => zoom("reset") },
  // A release build never reloads its page.
  { name: "reload", matches: (event) => event.key === "F5" || (isCommand(event) && standsForLetter(event, "r")), run: () => import.meta.env.PROD },
  { name: "quit", matches: (event) => isCommand(event) && !event.altKey && writesLetter(event, "q"), run: requestQuit },
  { name: "previous-pane", matches: (event) => event.key === "F6" && event.shiftKey, run: () => focusPane(-1) },
  { name: "next-pane", matches: (event) => event.key === "F6", run: () => focusPane(1) },
  { name: "escape", matches: (event) => event.key === "Escape", run: escape },
  ...CHAT_ACTIONS.map(shortcutOfAction).filter((shortcut) => shortcut !== null),
];

export function shortcutFor(event: KeyboardEvent): Shortcut | null {
  return SHORTCUTS.find((shortcut) => shortcut.matches(event)) ?? null;
}

export function handleKeydown(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  if (shortcutFor(event)?.run()) event.preventDefault();
}

function shortcutOfAction(action: ChatAction): Shortcut | null {
  if (!action.matchesKey) return null;
  const run = (): boolean => {
    if (chat.row === null || layout.dialog !== null || !action.isOffered(chat.row)) return false;
    void action.run(chat.row);
    return true;
  };
  return { name: action.id, matches: action.matchesKey, run };
}

function zoom(direction: "in" | "out" | "reset"): boolean {
  preferences.zoom(direction);
  return true;
}

function requestQuit(): boolean {
  void (isTyping(document.activeElement) ? quit.askWhileTyping() : quit.request());
  return true;
}

function focusPane(step: 1 | -1): boolean {
  focusNextPane(step);
  return true;
}

// Leads back from what lies over the inbox: the details, then a chat that fills the window.
function escape(): boolean {
  if (layout.dialog !== null || layout.lightboxUrl !== null) return false;
  if (layout.detailsCollapsed && layout.detailsShown) {
    layout.closeDetails();
    void focusWhenDrawn('[data-testid="details-toggle"]');
    return false;
  }
  if (layout.singlePane) chat.close();
  void focusWhenDrawn('[data-testid="inbox"] [data-pane-focus]');
  return false;
}
