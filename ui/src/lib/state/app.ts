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

/** The chat that was open when the outbox was turned to. */
let chatBefore: string | null = null;
let shownAccount: string | null = null;

function accountKey(account: Account | null): string | null {
  return account ? `${account.server} ${account.me.id}` : null;
}

/** Another account's rows must never be seen under this one. */
export function follow(account: Account | null): void {
  const key = accountKey(account);
  if (key === shownAccount) return;
  shownAccount = key;
  chat.close();
  inbox.reset();
  outbox.reset();
  layout.dialog = null;
  layout.view = "chats";
  chatBefore = null;
  if (key === null) return;
  void inbox.load();
  void outbox.load();
}

/** Opens a conversation wherever it was asked for; its row is used where the inbox has it. */
export function show(conversation: string): void {
  layout.dialog = null;
  layout.view = "chats";
  void chat.open(conversation, inbox.rows.find((row) => row.id === conversation) ?? null);
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

/** Opens the conversation with the support team in which a closed chat can be asked for. Nothing is sent by itself. */
export async function askAdmin(row: OutboxRow): Promise<void> {
  const account = shownAccount;
  const asked = await outbox.askAdmin(row);
  if (asked && account === shownAccount) show(asked.id);
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
    preferences: (value) => preferences.take(value),
    notice: (code) => notices.told(code),
    clockOffset: (offset) => clock.correct(offset),
    quitAsked: (unsent) => {
      layout.unsent = unsent;
      layout.dialog = "quit";
    },
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
