// What the user keeps on a conversation for themselves: its note, a reminder.
import { clock } from "$lib/controllers/clock.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { runCommand } from "$lib/controllers/runCommand";
import { toasts } from "$lib/controllers/toasts.svelte";
import { errorCode, ipc } from "$lib/ipc";

const MINUTE = 60_000;

/** Keeps the note on a conversation; answers the code of what went wrong, if anything. */
export async function saveNote(conversation: string, text: string): Promise<string | null> {
  return ipc.saveNote(conversation, text).then(() => null, errorCode);
}

/** The tags in use, those used last first; none where they cannot be read. */
export async function tagsInUse(): Promise<string[]> {
  return ipc.tagsInUse().catch(() => []);
}

/** Has the user reminded of a conversation in some minutes, and offers the way back. */
export async function remindIn(conversation: string, minutes: number): Promise<void> {
  const at = clock.exactNow() + minutes * MINUTE;
  try {
    await ipc.remind(conversation, at);
  } catch (thrown) {
    return toasts.notifyFailure(errorCode(thrown));
  }
  toasts.offerUndo(i18n.t("reminder-set", { when: i18n.dayAndTime(at, clock.now) }), () => void endReminder(conversation));
}

export async function endReminder(conversation: string): Promise<void> {
  await runCommand(ipc.endReminder(conversation));
}
