// Leads a virtual list to a row whose neighbours are not measured yet: the place is asked for again as they are measured.
// The list's own way goes on for a while after the last one, whatever the reader does meanwhile, and throws back who scrolls
// just then. This one ends when the reader moves.
import type { VirtualizerHandle } from "virtua/svelte";

/** So long after the last row was measured the list is led no further, in milliseconds. */
export const LEAD_MS = 150;

type List = {
  readonly scroller: HTMLElement | undefined;
  readonly handle: Pick<VirtualizerHandle, "getItemOffset" | "getItemSize"> | undefined;
  /** How often the reader has moved the list. */
  readonly movements: number;
  /** What stands around the rows within the list, above and below together, in CSS pixels. */
  readonly padding?: number;
};

/** A row's edges, and the list's height, in CSS pixels. */
type Row = { readonly start: number; readonly end: number; readonly viewport: number };
type Lead = { readonly row: () => number; readonly place: (row: Row) => number; readonly movements: number };

export class ListLead {
  readonly #list: () => List;
  #lead: Lead | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(list: () => List) {
    this.#list = list;
  }

  /** The list to its end: beyond the last row it goes no further. */
  toEnd(): void {
    this.#to(
      () => 0,
      () => this.#list().scroller?.scrollHeight ?? 0,
    );
  }

  /** The row in the middle of what is seen. */
  toMiddle(row: () => number): void {
    this.#to(row, ({ start, end, viewport }) => (start + end - viewport) / 2);
  }

  /** The row so far below the upper edge, in CSS pixels, or at that share of the list's height where it is low. */
  toStart(row: () => number, below: number, share: number): void {
    this.#to(row, ({ start, viewport }) => start - Math.min(below, viewport * share));
  }

  /** The row into view, by as little as it takes. */
  toNearest(row: () => number): void {
    this.#to(row, ({ start, end, viewport }) => Math.min(start, Math.max(this.#list().scroller?.scrollTop ?? 0, end - viewport)));
  }

  /** Rows were measured, and the page knows of it: call it before the frame is painted. */
  measured(): void {
    const { scroller, handle, movements, padding = 0 } = this.#list();
    if (!this.#lead || !scroller || !handle) return;
    const row = this.#lead.row();
    if (row < 0 || movements !== this.#lead.movements) return this.end();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.end(), LEAD_MS);
    const start = handle.getItemOffset(row);
    scroller.scrollTop = this.#lead.place({ start, end: start + handle.getItemSize(row), viewport: scroller.clientHeight - padding });
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#lead = null;
  }

  #to(row: Lead["row"], place: Lead["place"]): void {
    this.#lead = { row, place, movements: this.#list().movements };
    this.measured();
  }
}
