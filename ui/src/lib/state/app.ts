// Ties the controllers together: starts them in order and passes on what the shell tells.
import { codeOf, ipc, listen, type Account, type OutboxRow } from "$lib/ipc";
import { chat } from "./chat.svelte";
import { clock } from "./clock.svelte";
import { composer } from "./composer.svelte";
import { inbox } from "./inbox.svelte";
import { layout } from "./layout.svelte";
import { notices } from "./notices.svelte";
import { outbox } from "./outbox.svelte";
import { preferences } from "./preferences.svelte";
import { session } from "./session.svelte";
import { tellTypedKept } from "./typed";

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
export function follow(account: Account | null): void {
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
export function show(conversation: string): void {
  leaveDialog();
  layout.view = "chats";
  void chat.open(conversation, inbox.rows.find((row) => row.id === conversation) ?? null);
}

/** Shows where a link that was clicked elsewhere leads. One that comes before the sign-in waits for it in the shell. */
export async function followLink(): Promise<void> {
  const account = shownAccount;
  try {
    const found = await ipc.followLink();
    if (found && account === shownAccount) show(found.id);
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === "not-found" || code === "forbidden") notices.told("bad-link");
    else notices.failed(code);
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
  if (chatBefore !== null && !layout.single) show(chatBefore);
  chatBefore = null;
}

/** Opens the conversation with the support team in which a row's closed chat can be asked for. Nothing is sent by itself. */
export async function askAdmin(row: OutboxRow): Promise<void> {
  const account = shownAccount;
  const asked = await outbox.askAdmin(row);
  if (asked && account === shownAccount) show(asked.id);
}

/** The same for a chat of which nothing waits to be sent. */
export async function askAdminAbout(conversation: string): Promise<void> {
  const account = shownAccount;
  try {
    const asked = await ipc.askAdmin(conversation);
    if (account === shownAccount) show(asked.id);
  } catch (thrown) {
    notices.failed(codeOf(thrown));
  }
}

export async function begin(): Promise<void> {
  clock.start();
  layout.watch();
  preferences.watchSystem();
  window.addEventListener("pagehide", () => void composer.save());
  window.addEventListener("blur", () => void composer.save());
  window.addEventListener("focus", () => chat.seen());
  await listen({
    changed: (changes) => {
      inbox.hear(changes);
      chat.hear(changes);
      outbox.hear(changes);
    },
    connection: (connection) => {
      session.hear(connection);
      outbox.lineChanged();
      chat.lineChanged();
    },
    account: (account) => session.take(account),
    focus: show,
    linkClicked: () => void followLink(),
    preferences: (value) => preferences.take(value),
    notice: (code) => notices.told(code),
    clockOffset: (offset) => clock.correct(offset),
    quitAsked: (unsent) => {
      layout.unsent = unsent;
      layout.dialog = "quit";
    },
    typedAsked: () => void tellTypedKept(),
  });
  try {
    const first = await ipc.startUp();
    preferences.take(first.preferences);
    session.begin(first);
  } catch (thrown) {
    session.started = true;
    notices.failed(codeOf(thrown));
  }
}
