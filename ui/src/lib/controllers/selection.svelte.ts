// The rows of the inbox that are selected for an action on all of them.
import { inbox } from "./inbox.svelte";

class Selection {
  #ids = $state.raw<ReadonlySet<string>>(new Set());
  /** Where a range begins. */
  #anchor: string | null = null;

  /** The selected rows that the view still holds, in its order. */
  rows = $derived(inbox.rows.filter((row) => this.#ids.has(row.id)));
  ids = $derived(this.rows.map((row) => row.id));

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  toggle(id: string): void {
    const next = new Set(this.#ids);
    if (!next.delete(id)) next.add(id);
    this.#ids = next;
    this.#anchor = id;
  }

  /** Selects from the row at which the selection began, or the given one, up to another. */
  extendTo(id: string, from: string | null): void {
    const rows = inbox.rows;
    this.#anchor ??= from ?? id;
    const place = (one: string | null) => rows.findIndex((row) => row.id === one);
    const [first, last] = [Math.max(0, place(this.#anchor)), place(id)].sort((a, b) => a - b);
    this.#ids = new Set(rows.slice(first, (last ?? -1) + 1).map((row) => row.id));
  }

  selectAll(): void {
    this.#ids = new Set(inbox.rows.map((row) => row.id));
  }

  /** Where the next range begins, while nothing is selected. */
  moveAnchor(id: string): void {
    if (this.#ids.size === 0) this.#anchor = id;
  }

  clear(): void {
    this.#ids = new Set();
    this.#anchor = null;
  }
}

export const selection = new Selection();
