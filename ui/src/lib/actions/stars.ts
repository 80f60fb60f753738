import { ipc, type ConversationRow } from "$lib/ipc";
import { i18n } from "$lib/controllers/i18n.svelte";
import { runCommand } from "$lib/controllers/runCommand";
import { toasts } from "$lib/controllers/toasts.svelte";

const change = (rows: ConversationRow[], starred: boolean) =>
  Promise.all(rows.map((row) => runCommand(starred ? ipc.starConversation(row.id) : ipc.unstarConversation(row.id))));

/** Stars conversations or takes their stars away, at once; offers the way back. */
export async function toggleStars(rows: ConversationRow[], starred: boolean): Promise<void> {
  await change(rows, starred);
  const key = starred ? "starred-count" : "unstarred-count";
  toasts.offerUndo(i18n.t(key, { count: rows.length }), () => void change(rows, !starred));
}
