// Starts the controllers and passes the shell's events on to them.
import { errorCode, FirstQuestion, type EventHandlers } from "$lib/ipc";
import { attach } from "./attach.svelte";
import { attention } from "./attention.svelte";
import { chatWindows } from "./chatWindows.svelte";
import { reportFirstScreen } from "./firstScreen";
import { chat } from "./chat.svelte";
import { closeOwnWindow } from "./closing";
import { clock } from "./clock.svelte";
import { saveDrafts } from "./composer.svelte";
import { confirmDraftsFlushed } from "./flushDrafts";
import { inbox } from "./inbox.svelte";
import { layout } from "./layout.svelte";
import { lock } from "./lock.svelte";
import { followLink, showConversation, showMessage } from "./navigation";
import { outbox } from "./outbox.svelte";
import { ownViews } from "./ownViews.svelte";
import { panes } from "./panes.svelte";
import { preferences } from "./preferences.svelte";
import { quit } from "./quit.svelte";
import { session } from "./session.svelte";
import { toasts } from "./toasts.svelte";
import { toldEvents } from "./toldEvents";
import { loadContent, onLockChange } from "./windowContent";
import { focusWhenDrawn } from "$lib/dom/panes";

export const eventHandlers: EventHandlers = {
  changed: (changes) => {
    inbox.onChanges(changes);
    panes.onChanges(changes);
    outbox.onChanges(changes);
    ownViews.onChanges(changes);
  },
  connectionChanged: (connection) => {
    session.onConnectionChange(connection);
    outbox.onConnectionChange();
    panes.onConnectionChange();
  },
  accountChanged: (account) => session.setAccount(account),
  focusConversation: ({ conversation, message }) => {
    // Whoever clicks a notification, or what another window found, sits at the computer.
    attention.onInput();
    if (message === null) return showConversation(conversation);
    showMessage(conversation, message);
    void focusWhenDrawn("[data-chat-list]");
  },
  chatWindowsChanged: (open) => {
    chatWindows.apply(open);
    panes.closeThoseElsewhere();
  },
  linkClicked: () => void followLink(),
  preferencesChanged: (value) => preferences.apply(value),
  lockChanged: onLockChange,
  notice: (code) => toasts.notify(code),
  clockOffsetChanged: (offset) => clock.setOffset(offset ?? 0),
  minutePassed: () => clock.tick(),
  prefetchChanged: (progress) => (session.prefetch = progress),
  uploadsChanged: (uploads) => attach.onUploads(uploads),
  quitAsked: (unsent) => quit.ask(unsent),
  closeAsked: () => {
    if (chatWindows.isOwn) closeOwnWindow(chat.id);
    else layout.dialog = "close";
  },
  typedAsked: () => void confirmDraftsFlushed(),
};

export async function startWindow(): Promise<void> {
  const question = new FirstQuestion();
  layout.watchSize();
  preferences.watchSystem();
  window.addEventListener("pagehide", () => void saveDrafts());
  window.addEventListener("blur", () => void saveDrafts());
  attention.watch(() => panes.onSeen());
  lock.watch();
  panes.watch();
  const content = loadContent(question.answer);
  question.handOver(toldEvents.inOrder(eventHandlers));
  try {
    await content;
  } catch (thrown) {
    session.started = true;
    toasts.notifyFailure(errorCode(thrown));
    reportFirstScreen();
  }
}
