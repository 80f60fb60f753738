// Closing and resolving, after a look at what would be overlooked.
import { closingGuard } from "$lib/controllers/closingGuard.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import type { ConversationRow, Status } from "$lib/ipc";

/** Closes or resolves chats by `go`, unless something came there that was not seen, or something of the user's did not leave. */
export function closeGuarded(rows: ConversationRow[], status: Status, go: () => unknown): unknown {
  if (closingGuard.showUnseen(rows.map((row) => row.id))) return toasts.tell("closing-unseen", i18n.t("closing-unseen"));
  const unsent = closingGuard.unsentIn(rows);
  if (unsent === null) return go();
  closingGuard.question = { status, unsent, go };
  layout.dialog = "closing";
}
