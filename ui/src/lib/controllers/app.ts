// Ties the controllers together: starts them in order and passes on what the shell tells.
import { errorCode, ipc, listen, type Account, type OutboxRow } from "$lib/ipc";
import { chat } from "./chat.svelte";
import { clock } from "./clock.svelte";
import { composer } from "./composer.svelte";
import { inbox } from "./inbox.svelte";
import { layout } from "./layout.svelte";
import { toasts } from "./toasts.svelte";
import { outbox } from "./outbox.svelte";
import { preferences } from "./preferences.svelte";
import { session } from "./session.svelte";
import { flushDraftsBeforeExit } from "./flushDrafts";

/** The chat that was open when the outbox was turned to. */
let chatBefore: string | null = null;
let shownAccount: string | null = null;

function accountKey(account: Account | null): string | null {
  return account ? `${account.server} ${account.me.id}` : null;
}

// Whatever takes the place of the question whether to quit has answered it: unanswered, the next wish to quit is not asked about.
function leaveDialog(): void {
  if (layout.dialog === "quit") void ipc.stay().catch(() => undefined);
  layout.dialog = null;
}

/** Another account's rows must never be seen under this one. */
export function switchAccount(account: Account | null): void {
  const key = accountKey(account);
  if (key === shownAccount) return;
  shownAccount = key;
  chat.close();
  inbox.reset();
  outbox.reset();
  leaveDialog();
  layout.view = "chats";
  chatBefore = null;
  if (key === null) return;
  void inbox.load();
  void outbox.load();
  void followLink();
}

/** Opens a conversation wherever it was asked for; its row is used where the inbox has it. */
export function showConversation(conversation: string): void {
  leaveDialog();
  layout.view = "chats";
  void chat.open(conversation, inbox.rows.find((row) => row.id === conversation) ?? null);
}

/** Shows where a link that was clicked elsewhere leads. One that comes before the sign-in waits for it in the shell. */
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

/** Turns to what waits to be sent. The chat is closed meanwhile: nothing in it counts as seen. */
export function showOutbox(): void {
  if (layout.view === "outbox") return;
  chatBefore = chat.id;
  chat.close();
  layout.view = "outbox";
  void outbox.load();
}

/** Turns back to the conversations, and to the chat that was open. */
export function showChats(): void {
  if (layout.view === "chats") return;
  layout.view = "chats";
  if (chatBefore !== null && !layout.singlePane) showConversation(chatBefore);
  chatBefore = null;
}

/** Opens the conversation with the support team in which a row's closed chat can be asked for. Nothing is sent by itself. */
export async function askAdmin(row: OutboxRow): Promise<void> {
  const account = shownAccount;
  const asked = await outbox.askAdmin(row);
  if (asked && account === shownAccount) showConversation(asked.id);
}

/** The same for a chat of which nothing waits to be sent. */
export async function askAdminAboutChat(conversation: string): Promise<void> {
  const account = shownAccount;
  try {
    const asked = await ipc.askAdmin(conversation);
    if (account === shownAccount) showConversation(asked.id);
  } catch (thrown) {
    toasts.notifyFailure(errorCode(thrown));
  }
}

export async function startWindow(): Promise<void> {
  clock.start();
  layout.watchSize();
  preferences.watchSystem();
  window.addEventListener("pagehide", () => void composer.save());
  window.addEventListener("blur", () => void composer.save());
  window.addEventListener("focus", () => chat.onWindowFocus());
  await listen({
    changed: (changes) => {
      inbox.onChanges(changes);
      chat.onChanges(changes);
      outbox.onChanges(changes);
    },
    connection: (connection) => {
      session.onConnectionChange(connection);
      outbox.onConnectionChange();
      chat.onConnectionChange();
    },
    account: (account) => session.setAccount(account),
    focus: showConversation,
    linkClicked: () => void followLink(),
    preferences: (value) => preferences.apply(value),
    notice: (code) => toasts.notify(code),
    clockOffset: (offset) => clock.setOffset(offset),
    quitAsked: (unsent) => {
      layout.unsentAtQuit = unsent;
      layout.dialog = "quit";
    },
    typedAsked: () => void flushDraftsBeforeExit(),
  });
  try {
    const first = await ipc.startUp();
    preferences.apply(first.preferences);
    session.start(first);
  } catch (thrown) {
    session.started = true;
    toasts.notifyFailure(errorCode(thrown));
  }
}
