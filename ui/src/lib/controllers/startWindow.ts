// Starts the controllers and passes the shell's events on to them.
import { errorCode, ipc, subscribeEvents, type EventHandlers } from "$lib/ipc";
import { attention } from "./attention.svelte";
import { reportFirstScreen } from "./firstScreen";
import { chat } from "./chat.svelte";
import { clock } from "./clock.svelte";
import { composer } from "./composer.svelte";
import { confirmDraftsFlushed } from "./flushDrafts";
import { inbox, PAGE } from "./inbox.svelte";
import { layout } from "./layout.svelte";
import { followLink, showConversation, switchAccount } from "./navigation";
import { outbox } from "./outbox.svelte";
import { preferences } from "./preferences.svelte";
import { quit } from "./quit.svelte";
import { session } from "./session.svelte";
import { toasts } from "./toasts.svelte";

export const eventHandlers: EventHandlers = {
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
  focus: (conversation) => {
    // Whoever clicks a notification sits at the computer.
    attention.onInput();
    showConversation(conversation);
  },
  linkClicked: () => void followLink(),
  preferences: (value) => preferences.apply(value),
  notice: (code) => toasts.notify(code),
  clockOffset: (offset) => clock.setOffset(offset),
  prefetch: (progress) => (session.prefetch = progress),
  quitAsked: (unsent) => quit.ask(unsent),
  typedAsked: () => void confirmDraftsFlushed(),
};

export async function startWindow(): Promise<void> {
  clock.start();
  layout.watchSize();
  preferences.watchSystem();
  window.addEventListener("pagehide", () => void composer.save());
  window.addEventListener("blur", () => void composer.save());
  attention.watch(() => chat.readState.onSeen());
  await subscribeEvents(eventHandlers);
  try {
    const first = await ipc.startUp(inbox.filter, PAGE);
    preferences.apply(first.preferences);
    session.start(first);
    switchAccount(first.account, first.inbox);
    // Rows report themselves once they are in the page.
    if (!first.inbox?.rows.length) reportFirstScreen();
  } catch (thrown) {
    session.started = true;
    toasts.notifyFailure(errorCode(thrown));
    reportFirstScreen();
  }
}
