// What the fake shell counts as unsent, and what it gives back.
import type { ConversationRow, OutboxRow, Unsent } from "$lib/ipc";

export function unsentOf(outbox: OutboxRow[], conversations: ConversationRow[]): Unsent {
  const failed = outbox.filter((row) => row.state.state === "failed").length;
  const cancelled = outbox.filter((row) => row.state.state === "cancelled").length;
  const held = outbox.filter((row) => row.state.state === "pending" && row.waits === "closed").length;
  const scheduled = outbox.filter((row) => row.waits === "scheduled").length;
  return { waiting: outbox.length - failed - cancelled - held - scheduled, scheduled, held, failed, drafts: conversations.filter((row) => row.draft).length };
}

/** The text of a message, which is removed then. */
export function textOf(outbox: OutboxRow[], localId: unknown, remove: () => unknown): string | undefined {
  const row = outbox.find((one) => one.localId === localId);
  remove();
  return row?.text;
}
