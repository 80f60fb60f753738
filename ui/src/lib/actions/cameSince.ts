// Whether somebody wrote in a chat since the user decided on it: what leaves late was decided without knowing that.
import { ipc, type ConversationRow } from "$lib/ipc";

/** Whether somebody else wrote there after what this row shows. A look that fails keeps nobody from what was asked for. */
export async function cameSince(row: ConversationRow): Promise<boolean> {
  const last = await ipc.conversation(row.id).then((now) => now.lastMessage, () => null);
  if (last === null || last.mine || last.kind === "system") return false;
  return (last.createdAt ?? 0) > (row.lastMessage?.createdAt ?? 0);
}
