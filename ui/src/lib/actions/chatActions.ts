// What can be done with the open chat, in one list: the header's buttons, its menu and the keys come from it.
import AppWindow from "@lucide/svelte/icons/app-window";
import CheckCheck from "@lucide/svelte/icons/check-check";
import CheckLine from "@lucide/svelte/icons/check";
import Copy from "@lucide/svelte/icons/copy";
import Lock from "@lucide/svelte/icons/lock";
import Download from "@lucide/svelte/icons/download";
import LockOpen from "@lucide/svelte/icons/lock-open";
import Pencil from "@lucide/svelte/icons/pencil";
import Printer from "@lucide/svelte/icons/printer";
import Star from "@lucide/svelte/icons/star";
import { isCommand, standsForLetter } from "$lib/dom/shortcutKey";
import { ipc, type ConversationRow } from "$lib/ipc";
import { chat } from "$lib/controllers/chat.svelte";
import { chatWindows } from "$lib/controllers/chatWindows.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { runCommand } from "$lib/controllers/runCommand";
import { session } from "$lib/controllers/session.svelte";
import { isClosed } from "$lib/format/conversation";
import { copyText } from "./clipboard";
import { closeGuarded } from "./closeChats";
import { resolveAndNext } from "./nextChat";
import { openInOwnWindow } from "./ownWindow";

export type ChatAction = {
  /** Also the test id. */
  id: string;
  /** The locale key of the label. */
  label: string;
  icon: typeof Lock;
  place: "button" | "icon-button" | "menu";
  isOffered: (row: ConversationRow) => boolean;
  /** Only where the action switches something on and off. */
  isOn?: (row: ConversationRow) => boolean;
  run: (row: ConversationRow) => unknown;
  /** Its keys as they are shown, and the locale key of what they do where it depends on no chat. */
  keys?: string;
  sheetLabel?: string;
  matchesKey?: (event: KeyboardEvent) => boolean;
  /** What the key is called, where the label does not say it. */
  key?: string;
};

export const CHAT_ACTIONS: ChatAction[] = [
  {
    id: "reopen-conversation",
    label: "head-reopen",
    icon: LockOpen,
    // The closed chat's own notice has the button.
    place: "menu",
    isOffered: (row) => session.isAdmin && isClosed(row),
    run: () => chat.setStatus("open"),
  },
  {
    id: "resolve-and-next",
    label: "head-resolve-and-next",
    icon: CheckCheck,
    place: "button",
    isOffered: (row) => session.isAdmin && !isClosed(row),
    run: (row) => closeGuarded([row], "resolved", () => resolveAndNext(row)),
    keys: "Ctrl+Shift+D",
    sheetLabel: "head-resolve-and-next",
    matchesKey: (event) => isCommand(event) && event.shiftKey && !event.altKey && standsForLetter(event, "d"),
    key: "Ctrl+Shift+D",
  },
  {
    id: "resolve-conversation",
    label: "head-resolve",
    icon: CheckLine,
    place: "menu",
    isOffered: (row) => session.isAdmin && !isClosed(row),
    run: (row) => closeGuarded([row], "resolved", () => chat.setStatus("resolved")),
  },
  {
    id: "close-conversation",
    label: "head-close",
    icon: Lock,
    place: "button",
    isOffered: (row) => session.isAdmin && !isClosed(row),
    run: (row) => closeGuarded([row], "closed", () => chat.setStatus("closed")),
    keys: "Ctrl+Shift+X",
    sheetLabel: "shortcut-close-conversation",
    matchesKey: (event) => isCommand(event) && event.shiftKey && !event.altKey && standsForLetter(event, "x"),
    key: "Ctrl+Shift+X",
  },
  {
    id: "star-conversation",
    label: "head-star",
    icon: Star,
    place: "icon-button",
    isOffered: () => true,
    isOn: (row) => row.starred,
    run: (row) => runCommand(row.starred ? ipc.unstarConversation(row.id) : ipc.starConversation(row.id)),
    keys: "Ctrl+D",
    sheetLabel: "head-star",
    matchesKey: (event) => isCommand(event) && !event.shiftKey && !event.altKey && standsForLetter(event, "d"),
    key: "Ctrl+D",
  },
  {
    id: "own-window",
    label: "head-own-window",
    icon: AppWindow,
    place: "menu",
    isOffered: () => !chatWindows.isOwn,
    run: (row) => openInOwnWindow(row.id),
    keys: "Ctrl+Shift+O",
    sheetLabel: "head-own-window",
    matchesKey: (event) => isCommand(event) && event.shiftKey && !event.altKey && standsForLetter(event, "o"),
    key: "Ctrl+Shift+O",
  },
  {
    id: "rename",
    label: "head-rename",
    icon: Pencil,
    place: "menu",
    isOffered: () => session.isAdmin,
    run: () => (layout.dialog = "rename"),
  },
  {
    id: "print-chat",
    label: "head-print",
    icon: Printer,
    place: "menu",
    isOffered: () => true,
    run: () => (layout.dialog = "print"),
    keys: "Ctrl+P",
    sheetLabel: "head-print",
    matchesKey: (event) => isCommand(event) && !event.shiftKey && !event.altKey && standsForLetter(event, "p"),
    key: "Ctrl+P",
  },
  {
    id: "export-chat",
    label: "head-export",
    icon: Download,
    place: "menu",
    isOffered: () => true,
    run: () => (layout.dialog = "export"),
  },
  {
    id: "copy-id",
    label: "head-mark-copy-id",
    icon: Copy,
    place: "menu",
    isOffered: () => true,
    run: (row) => copyText(row.id),
  },
];
