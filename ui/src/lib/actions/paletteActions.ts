// Everything that the palette offers: the shortcuts of the window, what can be done with the open chat, and what
// has no key. A new one is one entry here or in the list of shortcuts.
import { CHAT_ACTIONS } from "./chatActions";
import { keysOfAction } from "./ownKeys";
import { worksHere } from "./ownWindow";
import { rowActionsFor, runRowAction } from "./rowActions";
import { openSettings } from "./settings";
import { showOtherChatBeside } from "./sideBySide";
import { SHORTCUTS } from "./shortcuts";
import { chat } from "$lib/controllers/chat.svelte";
import { chatWindows } from "$lib/controllers/chatWindows.svelte";
import { customer } from "$lib/controllers/customer.svelte";
import { doNotDisturb } from "$lib/controllers/doNotDisturb.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { INBOX_CHIPS, INBOX_SORTS, RAIL_VIEWS } from "$lib/controllers/inboxFilters";
import { inbox } from "$lib/controllers/inbox.svelte";
import { layout, type DialogName, type SettingsPage } from "$lib/controllers/layout.svelte";
import { showChats, showOutbox } from "$lib/controllers/navigation";
import { panes } from "$lib/controllers/panes.svelte";
import { preferences } from "$lib/controllers/preferences.svelte";
import { exportList } from "./exportFile";
import { session } from "$lib/controllers/session.svelte";
import { focusWhenDrawn } from "$lib/dom/panes";
import type { InboxFilter, InboxSort } from "$lib/ipc";
import { searchByWords } from "$lib/format/labelSearch";

export type PaletteAction = {
  name: string;
  /** The locale key of what it is called. */
  label: string;
  /** Its keys, as they are shown. */
  keys?: string | undefined;
  isOffered?: () => boolean;
  run: () => unknown;
};

const openDialog = (dialog: DialogName) => () => (layout.dialog = dialog);

function settings(page: SettingsPage): PaletteAction {
  return {
    name: `settings-${page}`,
    label: `palette-settings-${page}`,
    run: () => openSettings(page),
  };
}

function view(filter: InboxFilter): PaletteAction {
  return {
    name: `view-${filter}`,
    label: `palette-view-${filter}`,
    run: () => {
      showChats();
      void inbox.setFilter(filter);
    },
  };
}

function sortBy(sort: InboxSort): PaletteAction {
  return { name: `sort-${sort}`, label: `sort-${sort}`, isOffered: () => !chatWindows.isOwn && layout.view === "chats" && inbox.sort !== sort, run: () => inbox.setSort(sort) };
}

async function writeNote(): Promise<void> {
  if (!layout.detailsShown) layout.toggleDetails();
  await focusWhenDrawn('[data-testid="note"]');
  // The webview shows the caret's line alone.
  document.querySelector('[data-testid="note"]')?.scrollIntoView({ block: "center" });
}

/** What has no key, whether it is offered now or not. */
export const WITHOUT_KEY: PaletteAction[] = [
  { name: "open-order", label: "palette-open-order", run: openDialog("order") },
  ...[...new Set([...INBOX_CHIPS, ...RAIL_VIEWS].map(({ filter }) => filter))].map(view),
  { name: "manual", label: "manual-title", run: openDialog("manual") },
  { name: "today", label: "today-title", run: openDialog("today") },
  { name: "export-list", label: "palette-export-list", run: exportList },
  { name: "save-view", label: "palette-save-view", isOffered: () => layout.view === "chats", run: openDialog("own-view") },
  { name: "outbox", label: "palette-outbox", run: showOutbox },
  { name: "other-chat-beside", label: "palette-other-chat-beside", isOffered: () => customer.current.length > 0 && panes.room > 1, run: showOtherChatBeside },
  { name: "details", label: "palette-details", isOffered: () => chat.row !== null, run: () => layout.toggleDetails() },
  { name: "note", label: "palette-note", isOffered: () => chat.row !== null, run: writeNote },
  ...INBOX_SORTS.map(sortBy),
  { name: "quiet-hour", label: "palette-quiet-hour", isOffered: () => doNotDisturb.until === null, run: () => doNotDisturb.begin("hour") },
  { name: "quiet-end", label: "quiet-end", isOffered: () => doNotDisturb.until !== null, run: () => doNotDisturb.end() },
  ...(["general", "replies", "alerts", "accounts", "lock", "storage"] as const).map(settings),
  { name: "theme-dark", label: "palette-theme-dark", isOffered: () => !preferences.dark, run: () => preferences.change({ theme: "dark" }) },
  { name: "theme-light", label: "palette-theme-light", isOffered: () => preferences.dark, run: () => preferences.change({ theme: "light" }) },
  { name: "language-ar", label: "palette-language-ar", isOffered: () => i18n.language !== "ar", run: () => preferences.change({ language: "ar" }) },
  { name: "language-en", label: "palette-language-en", isOffered: () => i18n.language !== "en", run: () => preferences.change({ language: "en" }) },
  { name: "sign-out", label: "palette-sign-out", isOffered: () => session.account !== null, run: openDialog("sign-out") },
];

/** What the list's menu has for a conversation, and the chat's own actions have not. */
export const FROM_THE_LIST = new Set(["row-mark-read", "snooze-10-minutes", "snooze-1-hour", "snooze-until", "snooze-end"]);

/** What can be done with the open chat. */
function chatActions(): PaletteAction[] {
  const { row } = chat;
  if (row === null) return [];
  const own = CHAT_ACTIONS.filter((action) => action.isOffered(row)).map((action) => ({
    name: action.id,
    label: action.label,
    keys: keysOfAction(action.id, action.keys),
    run: () => action.run(row),
  }));
  const fromTheList = rowActionsFor([row]).filter(({ key }) => FROM_THE_LIST.has(key));
  return [...own, ...fromTheList.map((action) => ({ name: action.key, label: action.key, run: () => runRowAction(action, [row]) }))];
}

/** Everything that can be done now. */
export function offeredActions(): PaletteAction[] {
  const shortcuts = SHORTCUTS.flatMap(({ name, label, keys, isOffered, run }) => (label === undefined ? [] : [{ name, label, keys: keysOfAction(name, keys), isOffered, run }]));
  return [...shortcuts, ...chatActions(), ...WITHOUT_KEY].filter((action) => worksHere(action.name) && (action.isOffered?.() ?? true));
}

/** The actions that have every word of a query in one of both languages: in their name, else in what people call them. */
export const searchActions = (actions: PaletteAction[], query: string): PaletteAction[] =>
  searchByWords(actions, query, ({ label }) => i18n.inBothLanguages(label), ({ label }) => i18n.keywords(label));
