import type { ConversationRow } from "$lib/ipc";

/** Whether nothing can be written to a conversation: it is closed or resolved. */
export function isClosed(row: Pick<ConversationRow, "status"> | null): boolean {
  return row?.status === "closed" || row?.status === "resolved";
}
