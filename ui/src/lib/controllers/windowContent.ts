// What the window holds of an account: asked for at the start and when the lock opens, put away when it closes.
import { inboxPage, ipc, type LockStatus, type OpenChats, type StartUp } from "$lib/ipc";
import { attention } from "./attention.svelte";
import { chatWindows } from "./chatWindows.svelte";
import { reportFirstScreen } from "./firstScreen";
import { layout, type View } from "./layout.svelte";
import { isLocked, lock } from "./lock.svelte";
import { showAll, showOutbox, switchAccount } from "./navigation";
import { panes } from "./panes.svelte";
import { preferences } from "./preferences.svelte";
import { runCommand } from "./runCommand";
import { session } from "./session.svelte";
import { toasts } from "./toasts.svelte";
import { toldEvents } from "./toldEvents";

type Place = { view: View; open: OpenChats };

/** Where the user was when the window was locked. */
let placeBefore: Place | null = null;

/** Shows everything that the shell answers, unless the window is locked. */
export function loadContent(answer: Promise<StartUp> = ipc.startUp(inboxPage)): Promise<void> {
  return toldEvents.after(async () => takeOver(await answer));
}

function takeOver(first: StartUp): void {
  preferences.apply(first.preferences);
  lock.apply(first.lock);
  chatWindows.start(first);
  if (lock.locked) session.putAway();
  else session.start(first);
  switchAccount(session.account, first.inbox, first.openChats);
  // Rows report themselves once they are in the page.
  if (!first.inbox?.rows.length) reportFirstScreen();
}

/** The window was locked or opened, or a PIN was set or removed. */
export function onLockChange(status: LockStatus): void {
  const wasLocked = lock.locked;
  // What lies behind the lock is fetched before it opens, or the sign-in would flash.
  if (wasLocked && !isLocked(status)) return void runCommand(showAgain());
  lock.apply(status);
  if (!wasLocked && lock.locked) putAway();
}

function putAway(): void {
  placeBefore = { view: layout.view, open: panes.open };
  layout.picture = null;
  layout.linkQuestion = null;
  lock.forgetRefusal();
  session.putAway();
  switchAccount(null);
  toasts.clear();
}

async function showAgain(): Promise<void> {
  const place = placeBefore;
  placeBefore = null;
  lock.forgetRefusal();
  await loadContent();
  attention.report();
  if (session.account === null || place === null) return;
  if (place.open.chats.length > 0) showAll(place.open);
  if (place.view === "outbox") showOutbox();
}
