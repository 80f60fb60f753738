// The keys of the whole window, in one list.
import { canAttach, chooseFiles } from "./attachFiles";
import { CHAT_ACTIONS, type ChatAction } from "./chatActions";
import { openNextUnanswered, openNextUnread } from "./nextChat";
import { openSearch } from "./search";
import { closeSettings, openSettings } from "./settings";
import { askWhenToSend } from "./sendLater";
import { remindOfPromise } from "./remindOfPromise";
import { takeNewestBack } from "./takeBack";
import { focusInbox, focusInPane, focusNextPane } from "$lib/dom/panes";
import { openMenuByKey } from "$lib/dom/menuByKey";
import { isTyping } from "$lib/dom/isTyping";
import { canUndo, textField } from "$lib/dom/undo";
import { isCommand, isPlain, standsForLetter, standsForSlash, writesLetter } from "$lib/dom/shortcutKey";
import { canClosePane, closePane, hasRoomBeside, hasSeveral, split, stepBetween } from "./sideBySide";
import { isBasic, ownKeys, shortcutsWork } from "./ownKeys";
import { worksHere } from "./ownWindow";
import { quoteLast } from "./quote";
import { composerField, insertReply } from "./insertText";
import { cannedReplies } from "$lib/controllers/cannedReplies.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { chatWindows } from "$lib/controllers/chatWindows.svelte";
import { deferred } from "$lib/controllers/deferred.svelte";
import { layout, type DialogName } from "$lib/controllers/layout.svelte";
import { lock } from "$lib/controllers/lock.svelte";
import { showChats } from "$lib/controllers/navigation";
import { preferences } from "$lib/controllers/preferences.svelte";
import { promised } from "$lib/controllers/promise.svelte";
import { quit } from "$lib/controllers/quit.svelte";
import { session } from "$lib/controllers/session.svelte";
import { turnRound } from "$lib/controllers/turnRound.svelte";
import { isClosed } from "$lib/format/conversation";
import { pressedKeys } from "$lib/format/keys";

export type Shortcut = {
  name: string;
  /** The locale key of what it does; without one it is neither on the sheet nor in the palette. */
  label?: string;
  /** Its keys as they are shown, such as `Ctrl+/`. */
  keys?: string;
  matches: (event: KeyboardEvent) => boolean;
  /** Whether the palette offers it now. */
  isOffered?: () => boolean;
  /** Answers false where the browser's own action is wanted as well. */
  run: () => boolean;
};

/** Ctrl (Cmd) with a key at this place of the keyboard, and nothing else. */
const atPlace = (code: string) => (event: KeyboardEvent) => isCommand(event) && !event.altKey && !event.shiftKey && event.code === code;

const openDialog = (dialog: DialogName) => (): boolean => {
  if (layout.dialog === null && session.account !== null) layout.dialog = dialog;
  return true;
};

const openUncovered = (dialog: DialogName) => (): boolean => layout.covered || openDialog(dialog)();

function showSettings(): boolean {
  if (layout.dialog === null && session.account !== null) openSettings();
  return true;
}

const canReply = (): boolean => chat.row !== null && !isClosed(chat.row);

export const SHORTCUTS: Shortcut[] = [
  {
    name: "palette",
    label: "palette-title",
    keys: "Ctrl+Shift+P",
    matches: (event) => isCommand(event) && event.shiftKey && !event.altKey && standsForLetter(event, "p"),
    isOffered: () => false,
    run: openDialog("palette"),
  },
  { name: "shortcuts", label: "shortcuts-title", keys: "?", matches: (event) => !isCommand(event) && (event.key === "?" || event.key === "؟"), run: openDialog("shortcuts") },
  { name: "shortcuts-help", label: "shortcuts-title", keys: "F1", matches: (event) => event.key === "F1", isOffered: () => false, run: openDialog("shortcuts") },
  { name: "settings", label: "rail-settings", keys: "Ctrl+,", matches: (event) => isCommand(event) && !event.altKey && !event.shiftKey && (event.code === "Comma" || event.key === ","), run: showSettings },
  { name: "new-conversation", label: "palette-new-conversation", keys: "Ctrl+N", matches: (event) => isCommand(event) && !event.altKey && !event.shiftKey && standsForLetter(event, "n"), run: openUncovered("new") },
  {
    name: "reply-panel",
    label: "reply-list",
    keys: "Ctrl+/",
    matches: (event) => isCommand(event) && !event.altKey && !event.shiftKey && (event.code === "Slash" || event.key === "/"),
    isOffered: canReply,
    run: openReplyPanel,
  },
  ...[1, 2, 3].map((place) => ({
    name: `reply-${place}`,
    label: `shortcut-reply-${place}`,
    keys: `Ctrl+${place}`,
    matches: atPlace(`Digit${place}`),
    isOffered: () => canReply() && cannedReplies.suggestions.length >= place,
    run: () => insertSuggestion(place),
  })),
  {
    name: "emoji",
    label: "emoji-title",
    keys: "Ctrl+.",
    matches: (event) => isCommand(event) && !event.altKey && !event.shiftKey && (event.code === "Period" || event.key === "."),
    isOffered: canReply,
    run: openEmojiPanel,
  },
  { name: "attach-file", label: "attach-file", keys: "Ctrl+Shift+U", isOffered: canAttach, matches: (event) => isCommand(event) && event.shiftKey && !event.altKey && standsForLetter(event, "u"), run: chooseFiles },
  {
    name: "quote-last",
    label: "shortcut-quote-last",
    keys: "Ctrl+Shift+.",
    matches: (event) => isCommand(event) && !event.altKey && event.shiftKey && event.code === "Period",
    isOffered: canReply,
    run: quoteLast,
  },
  { name: "beside", label: "shortcut-beside", keys: "Ctrl+\\", matches: atPlace("Backslash"), isOffered: hasRoomBeside, run: split },
  { name: "next-chat", label: "shortcut-next-chat", keys: "Ctrl+F6", matches: (event) => isCommand(event) && !event.shiftKey && !event.altKey && event.key === "F6", isOffered: hasSeveral, run: () => stepBetween(1) },
  { name: "previous-chat", label: "shortcut-previous-chat", keys: "Ctrl+Shift+F6", matches: (event) => isCommand(event) && event.shiftKey && !event.altKey && event.key === "F6", isOffered: hasSeveral, run: () => stepBetween(-1) },
  { name: "close-pane", label: "shortcut-close-pane", keys: "Ctrl+W", matches: (event) => isCommand(event) && !event.shiftKey && !event.altKey && standsForLetter(event, "w"), isOffered: canClosePane, run: closePane },
  { name: "previous-pane", label: "shortcut-previous-pane", keys: "Shift+F6", matches: (event) => event.key === "F6" && event.shiftKey && !isCommand(event), isOffered: () => false, run: () => focusPane(-1) },
  { name: "next-pane", label: "shortcut-next-pane", keys: "F6", matches: (event) => event.key === "F6" && !isCommand(event), isOffered: () => false, run: () => focusPane(1) },
  {
    name: "context-menu",
    label: "shortcut-context-menu",
    keys: "Shift+F10",
    matches: (event) => !isCommand(event) && !event.altKey && (event.key === "ContextMenu" || (event.shiftKey && event.key === "F10")),
    isOffered: () => false,
    run: openMenuByKey,
  },
  { name: "escape", label: "shortcut-escape", keys: "Esc", matches: (event) => event.key === "Escape", isOffered: () => false, run: escape },
  { name: "zoom-in", label: "zoom-in", keys: "Ctrl++", matches: (event) => isCommand(event) && (event.key === "+" || event.key === "=" || event.code === "NumpadAdd"), run: () => zoom("in") },
  { name: "zoom-out", label: "zoom-out", keys: "Ctrl+-", matches: (event) => isCommand(event) && (event.key === "-" || event.code === "NumpadSubtract"), run: () => zoom("out") },
  { name: "zoom-reset", label: "zoom-reset", keys: "Ctrl+0", matches: (event) => isCommand(event) && (event.key === "0" || event.code === "Digit0" || event.code === "Numpad0"), run: () => zoom("reset") },
  // A release build never reloads its page.
  { name: "reload", matches: (event) => event.key === "F5" || (isCommand(event) && standsForLetter(event, "r")), run: () => import.meta.env.PROD },
  { name: "search", label: "shortcut-search", keys: "Ctrl+K", matches: (event) => (isCommand(event) && !event.altKey && !event.shiftKey && standsForLetter(event, "k")) || (isPlain(event) && !isField(event.target) && standsForSlash(event)), run: searchIfSignedIn },
  { name: "turn-round", label: "shortcut-turn-round", keys: "Ctrl+Shift+L", isOffered: canReply, matches: (event) => isCommand(event) && event.shiftKey && !event.altKey && standsForLetter(event, "l"), run: turnWordsRound },
  { name: "next-unanswered", label: "shortcut-next-unanswered", keys: "Ctrl+J", matches: (event) => isCommand(event) && !event.shiftKey && !event.altKey && standsForLetter(event, "j"), run: () => goOn(openNextUnanswered) },
  { name: "next-unread", label: "shortcut-next-unread", keys: "Ctrl+Shift+J", matches: (event) => isCommand(event) && event.shiftKey && !event.altKey && standsForLetter(event, "j"), run: () => goOn(openNextUnread) },
  { name: "take-back", label: "shortcut-take-back", keys: "Ctrl+Z", isOffered: () => false, matches: (event) => isCommand(event) && !event.shiftKey && !event.altKey && standsForLetter(event, "z"), run: takeBack },
  { name: "send-later", label: "send-later", keys: "Ctrl+Shift+Enter", isOffered: canReply, matches: (event) => isCommand(event) && event.shiftKey && !event.altKey && event.key === "Enter", run: askWhenToSend },
  { name: "remind-of-promise", label: "shortcut-remind", keys: "Ctrl+Shift+M", isOffered: () => promised.in(chat.id) !== null, matches: (event) => isCommand(event) && event.shiftKey && !event.altKey && standsForLetter(event, "m"), run: takePromise },
  { name: "lock", label: "shortcut-lock", keys: "Ctrl+L", matches: (event) => isCommand(event) && !event.altKey && !event.shiftKey && standsForLetter(event, "l"), run: lockOrSetUp },
  { name: "quit", label: "shortcut-quit", keys: "Ctrl+Q", matches: (event) => isCommand(event) && !event.altKey && writesLetter(event, "q"), run: requestQuit },
  ...CHAT_ACTIONS.map(shortcutOfAction).filter((shortcut) => shortcut !== null),
];

/** Alt and AltGr write letters on many keyboards, and an input method's keys are its own. */
function writesSomething(event: KeyboardEvent): boolean {
  if (event.altKey || event.getModifierState("AltGraph") || event.isComposing || event.keyCode === 229) return true;
  return textField(event.target) !== null && !isCommand(event) && event.key.length === 1;
}

export function shortcutFor(event: KeyboardEvent): Shortcut | null {
  if (writesSomething(event)) return null;
  const works = ({ name }: Shortcut) => isBasic(name) || (shortcutsWork() && worksHere(name));
  const meant = SHORTCUTS.filter((shortcut) => works(shortcut) && means(shortcut, event));
  // A later version may give an action the keys that the user gave another one: the user's choice stands.
  return meant.find(({ name }) => !isBasic(name) && ownKeys(name) !== undefined) ?? meant[0] ?? null;
}

/** Whether a press means an action: by the user's own keys where it has any, else by its usual ones. */
function means(shortcut: Shortcut, event: KeyboardEvent): boolean {
  const own = isBasic(shortcut.name) ? undefined : ownKeys(shortcut.name);
  return own === undefined ? shortcut.matches(event) : own === pressedKeys(event);
}

/** The other action that a press means; null where it is free. */
export function takenBy(event: KeyboardEvent, except: string): Shortcut | null {
  return SHORTCUTS.find((shortcut) => shortcut.name !== except && means(shortcut, event)) ?? null;
}

/** The locale key of what a shortcut does; null where it has no name. */
export const labelOf = (shortcut: Shortcut): string | null =>
  shortcut.label ?? CHAT_ACTIONS.find(({ id }) => id === shortcut.name)?.sheetLabel ?? null;

/** What works on the lock screen too. */
const WHILE_LOCKED = new Set(["zoom-in", "zoom-out", "zoom-reset", "reload", "quit"]);

/** What goes on while its key is held down. All else happens once: held a moment too long, «resolve and next» would go on from customer to customer. */
const WHILE_HELD = new Set(["zoom-in", "zoom-out"]);

export function handleKeydown(event: KeyboardEvent): void {
  // The fields' own undo takes its key also where it has nothing to take back.
  if (event.defaultPrevented && shortcutFor(event)?.name !== "take-back") return;
  const shortcut = shortcutFor(event);
  if (shortcut === null || (lock.locked && !WHILE_LOCKED.has(shortcut.name))) return;
  const isHeld = event.repeat && !WHILE_HELD.has(shortcut.name);
  if (isHeld || shortcut.run()) event.preventDefault();
}

function shortcutOfAction(action: ChatAction): Shortcut | null {
  if (!action.matchesKey) return null;
  const run = (): boolean => {
    if (chat.row === null || layout.covered || !action.isOffered(chat.row)) return false;
    void action.run(chat.row);
    return true;
  };
  return { name: action.id, matches: action.matchesKey, run };
}

function goOn(open: () => Promise<void>): boolean {
  if (session.account === null || layout.covered) return false;
  void open();
  return true;
}

// A field with steps of its own takes them back first.
function takeBack(): boolean {
  const field = textField(document.activeElement);
  if (layout.covered || (field && canUndo(field))) return false;
  if (deferred.waits) deferred.undo();
  else return takeNewestBack();
  return true;
}

function takePromise(): boolean {
  if (promised.in(chat.id) === null || layout.covered) return false;
  void remindOfPromise();
  return true;
}

function zoom(direction: "in" | "out" | "reset"): boolean {
  preferences.zoom(direction);
  return true;
}

// Without a PIN the key shows where one is set.
function lockOrSetUp(): boolean {
  if (lock.status.state === "unlocked") void lock.lockNow();
  else if (session.account !== null && !layout.covered) {
    openSettings("lock");
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

function openReplyPanel(): boolean {
  if (chat.row === null || isClosed(chat.row) || layout.covered) return false;
  layout.composerPanel = layout.composerPanel === "replies" ? null : "replies";
  return true;
}

function openEmojiPanel(): boolean {
  if (!canReply() || layout.covered) return false;
  layout.composerPanel = layout.composerPanel === "emoji" ? null : "emoji";
  return true;
}

function insertSuggestion(place: number): boolean {
  const reply = cannedReplies.suggestions[place - 1];
  if (!reply || layout.covered || composerField() === null) return false;
  insertReply(reply);
  return true;
}

function focusPane(step: 1 | -1): boolean {
  focusNextPane(step);
  return true;
}

// Leads back from what lies over the inbox or stands in its place: the settings, the outbox, the details, then a chat that
// fills the window.
function escape(): boolean {
  if (layout.dialog !== null || layout.picture !== null) return false;
  if (layout.settingsOpen) {
    void closeSettings();
    return true;
  }
  if (layout.view === "outbox") {
    showChats();
    void focusInPane();
    return false;
  }
  if (layout.detailsCollapsed && layout.detailsShown) {
    layout.closeDetails();
    return false;
  }
  if (chatWindows.isOwn) {
    void focusInPane();
    return false;
  }
  if (layout.singlePane) chat.close();
  void focusInbox();
  return false;
}
