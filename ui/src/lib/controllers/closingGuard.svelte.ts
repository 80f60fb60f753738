// Looks at chats before they are closed or resolved: nothing more can be sent to them then, so what was begun there and
// did not leave is asked about first.
import { isForLater, isHeld } from "$lib/format/outboxRow";
import type { ConversationRow, Status, Unsent } from "$lib/ipc";
import { attach } from "./attach.svelte";
import { outbox } from "./outbox.svelte";
import { panes } from "./panes.svelte";

export type ClosingQuestion = {
  status: Status;
  /** What did not leave in those chats. */
  unsent: Unsent;
  /** Closes or resolves them all the same. */
  go: () => unknown;
};

class ClosingGuard {
  question = $state.raw<ClosingQuestion | null>(null);

  /** Leads to what came in one of the chats on screen and was not seen; answers whether there was anything. */
  showUnseen(ids: string[]): boolean {
    return ids.some((id) => panes.paneOf(id)?.chat.showUnseen() ?? false);
  }

  /** What did not leave in these chats; null where there is nothing. What is on its way leaves before they are closed. */
  unsentIn(rows: ConversationRow[]): Unsent | null {
    const ids = new Set(rows.map((row) => row.id));
    const entries = outbox.rows.filter((entry) => ids.has(entry.conversation));
    const drafts = rows.filter(isBegun).length;
    const scheduled = entries.filter(isForLater).length;
    const failed = entries.filter((entry) => entry.state.state === "failed" || isHeld(entry)).length;
    return drafts + scheduled + failed === 0 ? null : { drafts, scheduled, failed, waiting: 0, held: 0 };
  }
}

// A draft is stored a moment after it was typed, so the composer on screen knows more.
function isBegun(row: ConversationRow): boolean {
  const text = panes.paneOf(row.id)?.composer.text ?? row.draft ?? "";
  return text.trim() !== "" || attach.in(row.id).length > 0;
}

export const closingGuard = new ClosingGuard();
