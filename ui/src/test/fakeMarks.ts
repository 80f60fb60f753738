// What the fake shell does with the user's own marks on conversations.
import type { ConversationRow } from "$lib/ipc";

/** How a command changes a conversation's row; null for a command that marks nothing. */
export function markedRow(command: string, args: Record<string, unknown>): Partial<ConversationRow> | null {
  switch (command) {
    case "star_conversation":
      return { starred: true };
    case "unstar_conversation":
      return { starred: false };
    case "save_note":
      return { note: (args["text"] as string) || null };
    case "set_tags":
      return { tags: args["tags"] as string[] };
    case "remind":
      return { reminder: { dueAt: args["dueAt"] as number, rung: false } };
    case "end_reminder":
      return { reminder: null };
    default:
      return null;
  }
}
