// Sets up the window's state over a new fake shell, and finds elements in the page.
import { attention } from "$lib/controllers/attention.svelte";
import { switchAccount } from "$lib/controllers/navigation";
import { clock } from "$lib/controllers/clock.svelte";
import { disk } from "$lib/controllers/disk.svelte";
import { inbox } from "$lib/controllers/inbox.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { lock } from "$lib/controllers/lock.svelte";
import { panes } from "$lib/controllers/panes.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { preferences } from "$lib/controllers/preferences.svelte";
import { outbox } from "$lib/controllers/outbox.svelte";
import { session } from "$lib/controllers/session.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { eventHandlers } from "$lib/controllers/startWindow";
import { FirstQuestion, type OutboxRow } from "$lib/ipc";
import { askEarly } from "./askEarly";
import { FakeShell } from "./fakeShell";
import { outboxFixtures } from "./fixtures";

export const allByTestId = (id: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];
export const byTestId = (id: string): HTMLElement | null => allByTestId(id)[0] ?? null;

export function outboxRow(localId: string): OutboxRow {
  const row = outbox.rows.find((one) => one.localId === localId);
  if (!row) throw new Error(`no row ${localId}`);
  return row;
}

/** Signed in, online, in English, with one row of every kind in the outbox. */
export async function setUpWindow(): Promise<FakeShell> {
  const shell = new FakeShell();
  shell.outbox = outboxFixtures(shell.conversations);
  // The tests set the account and the preferences themselves.
  askEarly();
  const question = new FirstQuestion();
  question.handOver({ ...eventHandlers, accountChanged: () => undefined, preferencesChanged: () => undefined });
  await question.answer;
  // Somebody sits before the window.
  document.hasFocus = () => true;
  attention.onInput();
  i18n.language = "en";
  i18n.digits = "latin";
  layout.view = "chats";
  layout.dialog = null;
  switchAccount(null);
  lock.apply({ state: "off" });
  lock.forgetRefusal();
  session.setAccount(shell.account);
  session.signInOverlay = false;
  session.connection = { state: "online", since: 0 };
  clock.setOffset(0);
  disk.applyCode("disk-fine");
  toasts.list = [];
  panes.closeAll();
  panes.fit(0);
  preferences.value = { ...preferences.value, inboxFilter: "open", inboxSorts: {}, ownView: null };
  inbox.reset();
  outbox.reset();
  await outbox.load();
  shell.calls = [];
  return shell;
}
