// A chat in a window of its own: opening it, and what such a window has no room for.
import { attach } from "$lib/controllers/attach.svelte";
import { chatWindows } from "$lib/controllers/chatWindows.svelte";
import { saveDrafts } from "$lib/controllers/composer.svelte";
import { showConversation } from "$lib/controllers/navigation";
import { panes } from "$lib/controllers/panes.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";

/** What needs the list of conversations, or the outbox beside it. */
const MAIN_ONLY = new Set(["search", "beside", "next-chat", "previous-chat", "save-view", "export-list", "other-chat-beside", "own-window"]);

/** Whether an action means anything in this window. */
export const worksHere = (name: string): boolean => !chatWindows.isOwn || !(MAIN_ONLY.has(name) || name.startsWith("view-"));

/** Gives a chat a window of its own. It leaves the main window first, so that what is typed in it is on the disk. */
export async function openInOwnWindow(conversation: string): Promise<void> {
  if (attach.in(conversation).length > 0) return toasts.notifyFailure("files-staged");
  const pane = panes.paneOf(conversation);
  if (pane) panes.close(pane);
  await saveDrafts();
  if (!(await chatWindows.open(conversation))) showConversation(conversation);
}
