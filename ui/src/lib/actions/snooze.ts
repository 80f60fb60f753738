// Putting conversations off until a time, or until the other side writes.
import { errorCode, ipc, type ConversationRow } from "$lib/ipc";
import { clock } from "$lib/controllers/clock.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { runCommand } from "$lib/controllers/runCommand";
import { toasts } from "$lib/controllers/toasts.svelte";

/** Texts: their keys in the locales. */
export const SNOOZES = [
  { key: "snooze-10-minutes", minutes: 10 },
  { key: "snooze-1-hour", minutes: 60 },
];

const MINUTE = 60_000;

/** Puts conversations off until a time and offers the way back. Answers whether it was done. */
export async function snoozeUntil(ids: string[], until: number): Promise<boolean> {
  try {
    await Promise.all(ids.map((id) => ipc.snoozeConversation(id, until)));
  } catch (thrown) {
    toasts.notifyFailure(errorCode(thrown));
    return false;
  }
  const text = i18n.t("snoozed-until", { when: i18n.dayAndTimeWithin(until, clock.now), count: ids.length });
  toasts.offerUndo(text, () => ids.forEach((id) => void runCommand(ipc.endSnooze(id))));
  return true;
}

export function snoozeFor(rows: ConversationRow[], minutes: number): Promise<boolean> {
  const ids = rows.map((row) => row.id);
  return snoozeUntil(ids, clock.exactNow() + minutes * MINUTE);
}

/** Asks for the time. */
export function snoozeUntilAsked(ids: string[]): void {
  layout.snoozed = ids;
  layout.dialog = "snooze";
}

export async function endSnooze(rows: ConversationRow[]): Promise<void> {
  await Promise.all(rows.map((row) => runCommand(ipc.endSnooze(row.id))));
}
