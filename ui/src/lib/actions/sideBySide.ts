// Chats side by side: another one beside the active, from one to the next, and away with one.
import { chatWindows } from "$lib/controllers/chatWindows.svelte";
import { closeOwnWindow } from "$lib/controllers/closing";
import { showBeside } from "$lib/controllers/navigation";
import { customer } from "$lib/controllers/customer.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { panes } from "$lib/controllers/panes.svelte";
import { focusInPane, focusWhenDrawn } from "$lib/dom/panes";

/** Whether there are several chats to go between. */
export const hasSeveral = (): boolean => panes.list.length > 1 && layout.view === "chats";

/** Whether one more chat has room beside the open one. */
export const hasRoomBeside = (): boolean => panes.active.chat.id !== null && panes.list.length < panes.room && layout.view === "chats";

/** Makes room for another chat beside the open one, to be chosen from the list. */
export function split(): boolean {
  if (layout.covered || !hasRoomBeside()) return false;
  panes.split();
  void focusWhenDrawn('[data-testid="inbox"] [data-pane-focus]');
  return true;
}

/** Goes to the next chat beside, or the one before. */
export function stepBetween(by: 1 | -1): boolean {
  if (layout.covered || !hasSeveral()) return false;
  panes.step(by);
  void focusInPane();
  return true;
}

/** Whether the open chat's place can be taken away: beside another chat, or a window of its own. */
export const canClosePane = (): boolean => chatWindows.isOwn || hasSeveral();

/** Takes the active pane away, or the window that shows one chat; what is written in it is kept as its chat's draft. */
export function closePane(): boolean {
  if (layout.covered || !canClosePane()) return false;
  if (chatWindows.isOwn) {
    closeOwnWindow(panes.active.chat.id);
    return true;
  }
  panes.close(panes.active);
  void focusInPane();
  return true;
}

/** The customer's chat that the head speaks of first, beside the open one. */
export function showOtherChatBeside(): void {
  const [other] = customer.current;
  if (other) showBeside(other.row.id, other.row);
}
