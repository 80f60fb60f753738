// Takes the offer of a reminder.
import { promised } from "$lib/controllers/promise.svelte";
import { remindIn } from "./marks";

export async function remindOfPromise(): Promise<void> {
  const offer = promised.take();
  if (offer) await remindIn(offer.conversation, offer.minutes);
}
