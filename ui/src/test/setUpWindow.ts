// The whole window's state over a new fake shell, told of things as `begin` has it told.
import { switchAccount } from "$lib/controllers/app";
import { chat } from "$lib/controllers/chat.svelte";
import { clock } from "$lib/controllers/clock.svelte";
import { disk } from "$lib/controllers/disk.svelte";
import { inbox } from "$lib/controllers/inbox.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { outbox } from "$lib/controllers/outbox.svelte";
import { session } from "$lib/controllers/session.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { flushDraftsBeforeExit } from "$lib/controllers/flushDrafts";
import { listen, type OutboxRow } from "$lib/ipc";
import { FakeShell } from "./fakeShell";
import { outboxFixtures } from "./fixtures";

export const allByTestId = (id: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];
export const byTestId = (id: string): HTMLElement | null => allByTestId(id)[0] ?? null;
export const argsOf = (shell: FakeShell, command: string) => shell.calls.filter((call) => call.command === command).map((call) => call.args);

export function outboxRow(localId: string): OutboxRow {
  const row = outbox.rows.find((one) => one.localId === localId);
  if (!row) throw new Error(`no row ${localId}`);
  return row;
}

/** Signed in, online, in English, with one row of every kind in the outbox. */
export async function setUpWindow(): Promise<FakeShell> {
  const shell = new FakeShell();
  shell.outbox = outboxFixtures(shell.conversations);
  await listen({
    changed: (changes) => {
      inbox.onChanges(changes);
      chat.onChanges(changes);
      outbox.onChanges(changes);
    },
    connection: (connection) => session.onConnectionChange(connection),
    account: () => undefined,
    focus: () => undefined,
    linkClicked: () => undefined,
    preferences: () => undefined,
    notice: (code) => toasts.notify(code),
    clockOffset: (offset) => clock.setOffset(offset),
    quitAsked: (unsent) => {
      layout.unsentAtQuit = unsent;
      layout.dialog = "quit";
    },
    typedAsked: () => void flushDraftsBeforeExit(),
  });
  i18n.language = "en";
  i18n.digits = "latin";
  layout.view = "chats";
  layout.dialog = null;
  switchAccount(null);
  session.setAccount(shell.account);
  session.signInOverlay = false;
  session.connection = { state: "online", since: 0 };
  clock.setOffset(0);
  disk.applyCode("disk-fine");
  toasts.list = [];
  chat.close();
  inbox.reset();
  outbox.reset();
  await outbox.load();
  shell.calls = [];
  return shell;
}
