import type { ConversationRow } from "$lib/ipc";
import { inbox } from "$lib/controllers/inbox.svelte";
import { selection } from "$lib/controllers/selection.svelte";

/** The conversations that a menu of the inbox is about: the selected ones where it was asked for on one of them, else the
    row itself; by keyboard the list's active row. */
export function rowsUnderMenu(element: Element | null): ConversationRow[] {
  const active = element?.closest("[aria-activedescendant]")?.getAttribute("aria-activedescendant");
  const id = element?.closest("[data-conversation][role=option]")?.getAttribute("data-conversation") ?? active?.replace(/^row-/u, "");
  if (id === undefined) return [];
  return selection.has(id) ? selection.rows : inbox.rows.filter((row) => row.id === id);
}
