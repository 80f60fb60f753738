// The chat moves by a screen while its composer has the focus.
import { chat } from "$lib/controllers/chat.svelte";
import { findInActivePane } from "$lib/dom/panes";

/** What of a screen stays in view. */
const KEPT = 60;

export function scrollChat(screens: 1 | -1): void {
  const list = findInActivePane('[data-testid="chat"] [data-chat-list]');
  if (!list) return;
  chat.readState.movedByHand();
  list.scrollBy({ top: screens * Math.max(KEPT, list.clientHeight - KEPT) });
}
