// Which account, view and conversation the window shows.
import { errorCode, ipc, type Account, type ConversationRow, type Inbox, type OutboxRow, type Position } from "$lib/ipc";
import { attach } from "./attach.svelte";
import { cannedReplies } from "./cannedReplies.svelte";
import { chat } from "./chat.svelte";
import { inbox } from "./inbox.svelte";
import { layout } from "./layout.svelte";
import { outbox } from "./outbox.svelte";
import { ownViews } from "./ownViews.svelte";
import { quit } from "./quit.svelte";
import { runCommand } from "./runCommand";
import { search } from "./search.svelte";
import { selection } from "./selection.svelte";
import { toasts } from "./toasts.svelte";

/** The chat that was open when the outbox was shown. */
let chatBeforeOutbox: string | null = null;
let shownAccount: string | null = null;

function accountKey(account: Account | null): string | null {
  return account ? `${account.server} ${account.me.id}` : null;
}

function closeDialog(): void {
  // The shell waits for the answer to its question and would not ask again.
  if (layout.dialog === "quit") quit.cancel();
  layout.dialog = null;
}

/**
 * Shows another account; rows of the one before must never be seen under it. `first` is the inbox's first window
 * where it is known already, `lastChat` the chat that was open when the program ended.
 */
export function switchAccount(account: Account | null, first: Inbox | null = null, lastChat: string | null = null): void {
  const key = accountKey(account);
  if (key === shownAccount) return;
  shownAccount = key;
  attach.belongTo(key);
  chat.close();
  selection.clear();
  inbox.reset();
  outbox.reset();
  search.reset();
  cannedReplies.reset();
  ownViews.reset();
  closeDialog();
  layout.view = "chats";
  chatBeforeOutbox = null;
  if (key === null) return;
  void ownViews.load();
  // The first window is the filter's.
  if (first && inbox.own === null) inbox.applyAnswer(first);
  else void inbox.load();
  void outbox.load();
  void openFirstChat(lastChat);
}

/** Opens the chat of a link, else the one that was open last. Where one pane is shown, the list is where one begins. */
async function openFirstChat(lastChat: string | null): Promise<void> {
  const account = shownAccount;
  await followLink();
  const isFree = account === shownAccount && chat.id === null && layout.view === "chats";
  if (lastChat !== null && isFree && !layout.singlePane) void chat.open(lastChat, inbox.rows.find((row) => row.id === lastChat) ?? null);
}

/** Opens a conversation from anywhere in the window. */
export function showConversation(conversation: string): void {
  closeDialog();
  layout.view = "chats";
  void chat.open(conversation, inbox.rows.find((row) => row.id === conversation) ?? null);
}

/** Opens a conversation whose row is known. */
export function showRow(row: ConversationRow): void {
  closeDialog();
  layout.view = "chats";
  void chat.open(row.id, row);
}

/** Opens a conversation at one of its messages. */
export function showMessage(conversation: string, place: Position): void {
  closeDialog();
  layout.view = "chats";
  void chat.open(conversation, inbox.rows.find((row) => row.id === conversation) ?? null, place);
}

/** Opens the conversation of a deep link. The shell keeps a link that comes before the sign-in. */
export async function followLink(): Promise<void> {
  const account = shownAccount;
  try {
    const found = await ipc.followLink();
    if (found && account === shownAccount) showConversation(found.id);
  } catch (thrown) {
    const code = errorCode(thrown);
    if (code === "not-found" || code === "forbidden") toasts.notify("bad-link");
    else toasts.notifyFailure(code);
  }
}

/** Shows the outbox. The chat is closed meanwhile, so that nothing in it counts as read. */
export function showOutbox(): void {
  if (layout.view === "outbox") return;
  chatBeforeOutbox = chat.id;
  chat.close();
  layout.view = "outbox";
  void outbox.load();
}

/** Shows the conversations again, and the chat that was open. */
export function showChats(): void {
  if (layout.view === "chats") return;
  layout.view = "chats";
  if (chatBeforeOutbox !== null && !layout.singlePane) showConversation(chatBeforeOutbox);
  chatBeforeOutbox = null;
}

/** Opens the conversation in which an admin can be asked to reopen a held message's chat; sends nothing. */
export async function askAdminAboutMessage(row: OutboxRow): Promise<void> {
  const account = shownAccount;
  const asked = await outbox.askAdmin(row);
  if (asked && account === shownAccount) showConversation(asked.id);
}

/** Opens the conversation in which an admin can be asked to reopen a chat; sends nothing. */
export async function askAdminAboutChat(conversation: string): Promise<void> {
  const account = shownAccount;
  const asked = await runCommand(ipc.askAdmin(conversation));
  if (asked && account === shownAccount) showConversation(asked.id);
}
