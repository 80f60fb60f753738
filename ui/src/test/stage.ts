// The whole window's state over a new fake shell, told of things as `begin` has it told.
import { follow } from "$lib/state/app";
import { chat } from "$lib/state/chat.svelte";
import { clock } from "$lib/state/clock.svelte";
import { disk } from "$lib/state/disk.svelte";
import { inbox } from "$lib/state/inbox.svelte";
import { layout } from "$lib/state/layout.svelte";
import { notices } from "$lib/state/notices.svelte";
import { outbox } from "$lib/state/outbox.svelte";
import { session } from "$lib/state/session.svelte";
import { texts } from "$lib/state/i18n.svelte";
import { tellTypedKept } from "$lib/state/typed";
import { listen, type OutboxRow } from "$lib/ipc";
import { FakeShell } from "./fake";
import { outboxOf } from "./world";

export const all = (id: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];
export const one = (id: string): HTMLElement | null => all(id)[0] ?? null;
export const argsOf = (shell: FakeShell, command: string) => shell.calls.filter((call) => call.command === command).map((call) => call.args);

export function rowOf(localId: string): OutboxRow {
  const row = outbox.rows.find((one) => one.localId === localId);
  if (!row) throw new Error(`no row ${localId}`);
  return row;
}

/** Signed in, online, in English, with one row of every kind in the outbox. */
export async function stage(): Promise<FakeShell> {
  const shell = new FakeShell();
  shell.outbox = outboxOf(shell.conversations);
  await listen({
    changed: (changes) => {
      inbox.hear(changes);
      chat.hear(changes);
      outbox.hear(changes);
    },
    connection: (connection) => session.hear(connection),
    account: () => undefined,
    focus: () => undefined,
    linkClicked: () => undefined,
    preferences: () => undefined,
    notice: (code) => notices.told(code),
    clockOffset: (offset) => clock.correct(offset),
    quitAsked: (unsent) => {
      layout.unsent = unsent;
      layout.dialog = "quit";
    },
    typedAsked: () => void tellTypedKept(),
  });
  texts.language = "en";
  texts.digits = "latin";
  layout.view = "chats";
  layout.dialog = null;
  follow(null);
  session.take(shell.account);
  session.askedAgain = false;
  session.connection = { state: "online", since: 0 };
  clock.correct(0);
  disk.hear("disk-fine");
  notices.list = [];
  chat.close();
  inbox.reset();
  outbox.reset();
  await outbox.load();
  shell.calls = [];
  return shell;
}
