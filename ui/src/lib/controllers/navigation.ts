// Which account, view and conversation the window shows.
import { errorCode, ipc, type Account, type ConversationRow, type Inbox, type OpenChats, type OutboxRow, type Position } from "$lib/ipc";
import { focusInPane } from "$lib/dom/panes";
import { forgetSteps } from "$lib/dom/undo";
import { attach } from "./attach.svelte";
import { ahead } from "./chat/ahead";
import { chatWindows } from "./chatWindows.svelte";
import { closing } from "./closing";
import { cannedReplies } from "./cannedReplies.svelte";
import { forgetDrafts } from "./composer.svelte";
import { imageHosts } from "./imageHosts.svelte";
import { inbox } from "./inbox.svelte";
import { layout } from "./layout.svelte";
import { panes } from "./panes.svelte";
import { outbox } from "./outbox.svelte";
import { ownViews } from "./ownViews.svelte";
import { preferences } from "./preferences.svelte";
import { promised } from "./promise.svelte";
import { quit } from "./quit.svelte";
import { runCommand } from "./runCommand";
import { search } from "./search.svelte";
import { selection } from "./selection.svelte";
import { storage } from "./storage.svelte";
import { toasts } from "./toasts.svelte";

const NO_CHATS: OpenChats = { chats: [], active: null };

/** The chats that were open when the outbox was shown. */
let chatsBeforeOutbox = NO_CHATS;
let shownAccount: string | null = null;
/** Whose what is typed or staged in the window is. */
let typedBy: string | null = null;

function accountKey(account: Account | null): string | null {
  return account ? `${account.server} ${account.me.id}` : null;
}

function closeDialog(): void {
  // The shell waits for the answer to its question and would not ask again.
  if (layout.dialog === "quit") quit.cancel();
  if (layout.dialog === "close") closing.stay();
  layout.dialog = null;
}

/** Nothing that one account typed, promised or chose may be seen, or done, under another. */
function forgetTyped(account: string): void {
  typedBy = account;
  forgetDrafts();
  attach.forgetStaged();
  forgetSteps();
  promised.forget();
  imageHosts.known.forget();
  storage.report.forget();
}

/**
 * Shows another account; rows of the one before must never be seen under it. `first` is the inbox's first window
 * where it is known already, `open` the chats that were open when the program ended.
 */
export function switchAccount(account: Account | null, first: Inbox | null = null, open: OpenChats = NO_CHATS): void {
  const key = accountKey(account);
  if (key === shownAccount) return;
  shownAccount = key;
  attach.uploads.clear();
  // A lock in between loses nothing of what its account typed.
  const isOthers = key !== null && typedBy !== null && key !== typedBy;
  if (isOthers) preferences.forgetView();
  if (key !== null && key !== typedBy) forgetTyped(key);
  panes.closeAll();
  ahead.forget();
  selection.clear();
  inbox.reset();
  outbox.reset();
  search.reset();
  cannedReplies.reset();
  ownViews.reset();
  closeDialog();
  layout.closeSettings();
  layout.closeDetails();
  layout.view = "chats";
  chatsBeforeOutbox = NO_CHATS;
  if (key === null) return;
  if (chatWindows.isOwn) {
    void outbox.load();
    return showAll(open);
  }
  void ownViews.load();
  // The first window is the filter's.
  if (first && !isOthers && inbox.own === null) inbox.applyAnswer(first);
  else void inbox.load();
  void outbox.load();
  void openFirstChats(open);
}

const knownRow = (conversation: string): ConversationRow | null => inbox.rows.find((row) => row.id === conversation) ?? null;

/** Opens the chat of a link, else those that were open last. Where one pane is shown, the list is where one begins. */
async function openFirstChats(open: OpenChats): Promise<void> {
  const account = shownAccount;
  await followLink();
  const isFree = account === shownAccount && panes.open.chats.length === 0 && layout.view === "chats";
  if (isFree && !layout.singlePane) showAll(open);
}

/** Opens conversations side by side, as they were; those that have windows of their own are left out. */
export function showAll({ chats, active }: OpenChats): void {
  panes.showAll({ chats: chats.filter((one) => chatWindows.isHere(one)), active }, knownRow);
}

function toChats(): void {
  closeDialog();
  layout.picture = null;
  layout.closeSettings();
  layout.view = "chats";
}

/** How often a conversation was to be opened: the last one counts. */
let wishes = 0;

/** Opens a conversation from anywhere in the window; where it is being asked ahead, with the answer. */
export function showConversation(conversation: string): void {
  if (chatWindows.leadTo(conversation)) return;
  toChats();
  const [wish, account, pane] = [++wishes, shownAccount, panes.active];
  const { id } = pane.chat;
  // It takes the focus when it is opened; whoever asks for the open one wants to go on in it.
  if (id === conversation) return void focusInPane();
  ahead.whenThere(conversation, () => {
    // Nothing else was opened or put away meanwhile.
    const stands = wish === wishes && account === shownAccount && pane === panes.active && id === pane.chat.id && layout.view === "chats";
    if (stands) void panes.show(conversation, knownRow(conversation));
  });
}

/** Opens a conversation beside the one that is open, or in its place where there is no room for two. */
export function showBeside(conversation: string, row = knownRow(conversation)): void {
  if (chatWindows.leadTo(conversation)) return;
  toChats();
  void panes.showBeside(conversation, row);
}

/** Opens a conversation whose row is known; resolves once its messages are shown. */
export async function showRow(row: ConversationRow): Promise<void> {
  if (chatWindows.leadTo(row.id)) return;
  toChats();
  await panes.show(row.id, row);
}

/** Opens a conversation at one of its messages. */
export function showMessage(conversation: string, place: Position): void {
  if (chatWindows.leadTo(conversation, place)) return;
  toChats();
  void panes.show(conversation, knownRow(conversation), place);
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

/** Shows the outbox. The chats are closed meanwhile, so that nothing in them counts as read. */
export function showOutbox(): void {
  if (chatWindows.isOwn) return chatWindows.leadToMain();
  layout.closeSettings();
  if (layout.view === "outbox") return;
  chatsBeforeOutbox = panes.open;
  panes.closeAll();
  layout.view = "outbox";
  void outbox.load();
}

/** Shows the conversations again, and the chats that were open. */
export function showChats(): void {
  layout.closeSettings();
  if (layout.view === "chats") return;
  layout.view = "chats";
  if (!layout.singlePane) showAll(chatsBeforeOutbox);
  chatsBeforeOutbox = NO_CHATS;
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
