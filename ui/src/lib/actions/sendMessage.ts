// Sends what is in the composer, after a look at what the user may not have noticed.
import { activeChat, chat } from "$lib/controllers/chat.svelte";
import { composer } from "$lib/controllers/composer.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { promised } from "$lib/controllers/promise.svelte";
import { sendGuard } from "$lib/controllers/sendGuard.svelte";
import type { Schedule } from "$lib/ipc";
import { queueKeys } from "./queuedKeys";
import { catchTyped } from "./typedOn";

let asking = false;

/** Sends the text, now or later, unless something came that was not seen, or it may belong into another chat. */
export async function sendMessage(schedule: Schedule | null = null): Promise<void> {
  // Another pane may be active by the time the shell has answered.
  const { current: pane } = activeChat;
  const { row } = pane;
  const { text } = composer;
  if (asking || text.trim() === "") return;
  if (row === null) return pane.send(schedule);
  if (pane.showUnseen()) {
    composer.heldBack = true;
    return;
  }
  asking = true;
  const looking = sendGuard.questionFor(text, row);
  void queueKeys(looking);
  const question = await looking;
  asking = false;
  if (activeChat.current !== pane || pane.id !== row.id || composer.text !== text) return;
  if (question === null) return sendAnyway(schedule);
  sendGuard.question = question;
  sendGuard.schedule = schedule;
  layout.dialog = "wrong-chat";
  catchTyped();
}

/** Sends the text whatever there is to ask. */
export async function sendAnyway(schedule: Schedule | null = null): Promise<void> {
  const { id } = chat;
  const { text } = composer;
  if (id !== null) sendGuard.remember(text, id);
  await chat.send(schedule);
  if (id !== null && schedule === null && composer.text !== text) promised.sent(id, text);
}
