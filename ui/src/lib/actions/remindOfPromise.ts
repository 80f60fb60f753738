// Takes the offer of a reminder in the open chat.
import { chat } from "$lib/controllers/chat.svelte";
import { promised } from "$lib/controllers/promise.svelte";
import { remindIn } from "./marks";

export async function remindOfPromise(): Promise<void> {
  const { id } = chat;
  const minutes = promised.take(id);
  if (id !== null && minutes !== null) await remindIn(id, minutes);
}
