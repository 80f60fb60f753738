// Somebody else of support is at a chat: for how long that is worth saying.
import type { Collision, ConversationRow } from "$lib/ipc";
import { COLLISION_MS } from "$lib/limits";

/** What somebody else of support did in a chat a short while ago, if anything. */
export function freshCollision(row: Pick<ConversationRow, "collision"> | null, now: number): (Collision & { at: number }) | null {
  const at = row?.collision?.at ?? null;
  return row?.collision && at !== null && now - at < COLLISION_MS ? { ...row.collision, at } : null;
}
