// The keys of the whole window, in one list.
import { CHAT_ACTIONS, type ChatAction } from "./chatActions";
import { openNextUnanswered, openNextUnread } from "./nextChat";
import { openSearch } from "./search";
import { focusWhenDrawn, focusNextPane } from "$lib/dom/panes";
import { isTyping } from "$lib/dom/isTyping";
import { canUndo, textField } from "$lib/dom/undo";
import { isCommand, isPlain, standsForLetter, standsForSlash, writesLetter } from "$lib/dom/shortcutKey";
import { chat } from "$lib/controllers/chat.svelte";
import { deferred } from "$lib/controllers/deferred.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { lock } from "$lib/controllers/lock.svelte";
import { preferences } from "$lib/controllers/preferences.svelte";
import { quit } from "$lib/controllers/quit.svelte";
import { session } from "$lib/controllers/session.svelte";
import { turnRound } from "$lib/controllers/turnRound.svelte";

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
  { name: "lock", matches: (event) => isCommand(event) && !event.altKey && !event.shiftKey && standsForLetter(event, "l"), run: lockOrSetUp },
  { name: "search", matches: (event) => (isCommand(event) && !event.altKey && !event.shiftKey && standsForLetter(event, "k")) || (isPlain(event) && !isField(event.target) && standsForSlash(event)), run: searchIfSignedIn },
  { name: "turn-round", matches: (event) => isCommand(event) && event.shiftKey && !event.altKey && standsForLetter(event, "l"), run: turnWordsRound },
  { name: "previous-pane", matches: (event) => event.key === "F6" && event.shiftKey, run: () => focusPane(-1) },
  { name: "next-pane", matches: (event) => event.key === "F6", run: () => focusPane(1) },
  { name: "escape", matches: (event) => event.key === "Escape", run: escape },
  { name: "next-unanswered", matches: (event) => isCommand(event) && !event.shiftKey && !event.altKey && standsForLetter(event, "j"), run: () => goOn(openNextUnanswered) },
  { name: "next-unread", matches: (event) => isCommand(event) && event.shiftKey && !event.altKey && standsForLetter(event, "j"), run: () => goOn(openNextUnread) },
  { name: "take-back", matches: (event) => isCommand(event) && !event.shiftKey && !event.altKey && standsForLetter(event, "z"), run: takeBack },
  ...CHAT_ACTIONS.map(shortcutOfAction).filter((shortcut) => shortcut !== null),
];

export function shortcutFor(event: KeyboardEvent): Shortcut | null {
  return SHORTCUTS.find((shortcut) => shortcut.matches(event)) ?? null;
}

/** What works on the lock screen too. */
const WHILE_LOCKED = new Set(["zoom-in", "zoom-out", "zoom-reset", "reload", "quit"]);

export function handleKeydown(event: KeyboardEvent): void {
  // The fields' own undo takes its key also where it has nothing to take back.
  if (event.defaultPrevented && shortcutFor(event)?.name !== "take-back") return;
  const shortcut = shortcutFor(event);
  if (shortcut === null || (lock.locked && !WHILE_LOCKED.has(shortcut.name))) return;
  if (shortcut.run()) event.preventDefault();
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

function goOn(open: () => Promise<void>): boolean {
  if (session.account === null || layout.dialog !== null) return false;
  void open();
  return true;
}

// A field with steps of its own takes them back first.
function takeBack(): boolean {
  const field = textField(document.activeElement);
  if (!deferred.waits || layout.dialog !== null || (field && canUndo(field))) return false;
  deferred.undo();
  return true;
}

function zoom(direction: "in" | "out" | "reset"): boolean {
  preferences.zoom(direction);
  return true;
}

// Without a PIN the key shows where one is set.
function lockOrSetUp(): boolean {
  if (lock.status.state === "unlocked") void lock.lockNow();
  else if (session.account !== null && layout.dialog === null) {
    layout.settingsPage = "lock";
    layout.dialog = "settings";
  }
  return true;
}

const isField = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));

function searchIfSignedIn(): boolean {
  return session.account !== null && !session.signInOverlay && openSearch();
}

function turnWordsRound(): boolean {
  const field = document.activeElement;
  return field instanceof HTMLTextAreaElement && field.dataset["testid"] === "composer" && turnRound.run(field.selectionStart);
}

function requestQuit(): boolean {
  void (!lock.locked && isTyping(document.activeElement) ? quit.askWhileTyping() : quit.request());
  return true;
}

function focusPane(step: 1 | -1): boolean {
  focusNextPane(step);
  return true;
}

// Leads back from what lies over the inbox: the details, then a chat that fills the window.
function escape(): boolean {
  if (layout.dialog !== null || layout.picture !== null) return false;
  if (layout.detailsCollapsed && layout.detailsShown) {
    layout.closeDetails();
    void focusWhenDrawn('[data-testid="details-toggle"]');
    return false;
  }
  if (layout.singlePane) chat.close();
  void focusWhenDrawn('[data-testid="inbox"] [data-pane-focus]');
  return false;
}
