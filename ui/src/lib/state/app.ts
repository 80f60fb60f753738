// Ties the controllers together: starts them in order and passes on what the shell tells.
import { codeOf, ipc, listen, type Account } from "$lib/ipc";
import { chat } from "./chat.svelte";
import { clock } from "./clock.svelte";
import { composer } from "./composer.svelte";
import { inbox } from "./inbox.svelte";
import { layout } from "./layout.svelte";
import { notices } from "./notices.svelte";
import { preferences } from "./preferences.svelte";
import { session } from "./session.svelte";

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
  layout.dialog = null;
  if (key !== null) void inbox.load();
}

/** Opens a conversation wherever it was asked for; its row is used where the inbox has it. */
export function show(conversation: string): void {
  layout.dialog = null;
  void chat.open(conversation, inbox.rows.find((row) => row.id === conversation) ?? null);
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
    },
    connection: (connection) => session.hear(connection),
    account: (account) => session.take(account),
    focus: show,
    preferences: (value) => preferences.take(value),
    notice: (code) => notices.told(code),
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
