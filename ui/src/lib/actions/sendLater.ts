// Sends what is in the composer at a time.
import { composer } from "$lib/controllers/composer.svelte";
import { clock } from "$lib/controllers/clock.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { focusWhenDrawn } from "$lib/dom/panes";
import { atClockTime } from "$lib/format/clockTime";
import type { Schedule } from "$lib/ipc";
import { sendMessage } from "./sendMessage";

const MINUTE = 60_000;
const MORNING = { hours: 9, minutes: 0 };

/** Texts: their keys in the locales. */
export const SEND_TIMES: { key: string; kind: Schedule["kind"]; at: () => number }[] = [
  { key: "send-later-10-minutes", kind: "later", at: () => clock.exactNow() + 10 * MINUTE },
  { key: "send-later-1-hour", kind: "later", at: () => clock.exactNow() + 60 * MINUTE },
  { key: "send-later-tomorrow", kind: "later", at: () => atClockTime(MORNING, "tomorrow", clock.exactNow()) },
  { key: "send-later-unless-written", kind: "unless-written", at: () => clock.exactNow() + 10 * MINUTE },
];

export async function sendLater(kind: Schedule["kind"], at: number): Promise<void> {
  await sendMessage({ kind, at });
  if (!layout.covered) await focusWhenDrawn('[data-testid="composer"]');
}

/** Asks for the time; answers whether there is something to send. */
export function askWhenToSend(): boolean {
  if (layout.covered || composer.text.trim() === "") return false;
  layout.dialog = "send-later";
  return true;
}
