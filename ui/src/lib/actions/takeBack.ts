// Takes back what has not left, so that it can be written anew.
import { chat } from "$lib/controllers/chat.svelte";
import { outbox } from "$lib/controllers/outbox.svelte";
import { focusWhenDrawn } from "$lib/dom/panes";

type Unsent = { localId: string; conversation: string; text: string };

/** Has a message of the open chat be its draft again, where the user goes on writing. */
export async function takeBack(message: Unsent): Promise<void> {
  if (await outbox.takeBack(message)) await focusWhenDrawn('[data-testid="composer"]');
}

/** Takes back the message of the open chat that was sent last, where it has not left; answers whether there is one. */
export function takeNewestBack(): boolean {
  const newest = chat.messages.rows.findLast((row) => row.schedule?.kind === "take-back");
  if (!newest?.localId) return false;
  void takeBack({ localId: newest.localId, conversation: newest.conversation, text: newest.content });
  return true;
}
