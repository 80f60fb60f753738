// The window of the inbox: which filter, which rows, how far it reaches.
import { errorCode, ipc, type ChangeSet, type ConversationRow, type Inbox, type InboxCounts, type InboxFilter } from "$lib/ipc";
import { oncePerFrame, oneAtATime } from "./coalesce";

export const FILTERS: InboxFilter[] = ["open", "unread", "orders", "closed", "all"];
const PAGE = 100;
/** For so long after the pointer last moved over the list no row moves under it. */
const HOLD_MS = 1500;

/** Keeps the row objects that did not change, so that only changed rows are drawn again. */
export function reuseRows(before: ConversationRow[], after: ConversationRow[]): ConversationRow[] {
  const known = new Map(before.map((row) => [row.id, row]));
  return after.map((row) => {
    const old = known.get(row.id);
    return old && old.revision === row.revision && old.revision > 0 && sameFace(old, row) ? old : row;
  });
}

/**
 * The rows of an answer in the order that is on screen: those that are shown keep their places, what is
 * new stands behind them, and what is gone stays until the hold ends.
 */
export function heldOrder(shown: ConversationRow[], answer: ConversationRow[]): ConversationRow[] {
  const fresh = new Map(answer.map((row) => [row.id, row]));
  const kept = shown.map((row) => fresh.get(row.id) ?? row);
  const known = new Set(shown.map((row) => row.id));
  return [...kept, ...answer.filter((row) => !known.has(row.id))];
}

// A revision may stand still while a draft or the outbox moves; what a row shows must agree too.
function sameFace(old: ConversationRow, row: ConversationRow): boolean {
  return JSON.stringify(old) === JSON.stringify(row);
}

class InboxState {
  filter = $state<InboxFilter>("open");
  rows = $state.raw<ConversationRow[]>([]);
  counts = $state.raw<InboxCounts>({ open: 0, unread: 0, orders: 0, closed: 0, all: 0 });
  more = $state(false);
  loading = $state(true);
  failure = $state<string | null>(null);

  #held: ReturnType<typeof setTimeout> | null = null;
  /** The order that the list will take when the hold ends. */
  #due: ConversationRow[] | null = null;
  #limit = PAGE;
  #revision = -1;
  #load = oneAtATime(() => this.#ask());
  #refresh = oncePerFrame(() => void this.#load());

  /** Asks for the rows of the filter at hand. */
  load(): Promise<void> {
    return this.#load();
  }

  onChanges(changes: ChangeSet): void {
    if (changes.resync) this.#revision = -1;
    if (changes.resync || changes.conversations.length > 0 || changes.messages.length > 0 || changes.opened.length > 0) this.#refresh();
  }

  /** The pointer moved over the list: somebody is about to click, and means the row that is there. */
  holdOrder(): void {
    if (this.#held !== null) clearTimeout(this.#held);
    this.#held = setTimeout(() => this.releaseOrder(), HOLD_MS);
  }

  /** The pointer rests or has left: the list takes the order it should have. */
  releaseOrder(): void {
    if (this.#held !== null) clearTimeout(this.#held);
    this.#held = null;
    if (this.#due !== null) this.rows = reuseRows(this.rows, this.#due);
    this.#due = null;
  }

  async setFilter(filter: InboxFilter): Promise<void> {
    if (filter === this.filter) return;
    this.#due = null;
    this.filter = filter;
    this.#limit = PAGE;
    this.#revision = -1;
    this.loading = true;
    this.rows = [];
    await this.#load();
  }

  /** The end of the list came into view. */
  loadMore(): void {
    if (!this.more || this.loading) return;
    this.#limit += PAGE;
    this.more = false;
    void this.#load();
  }

  /** Another account: nothing of the one before may be seen. */
  reset(): void {
    this.#due = null;
    this.releaseOrder();
    this.rows = [];
    this.counts = { open: 0, unread: 0, orders: 0, closed: 0, all: 0 };
    this.more = false;
    this.loading = true;
    this.failure = null;
    this.filter = "open";
    this.#limit = PAGE;
    this.#revision = -1;
  }

  async #ask(): Promise<void> {
    const filter = this.filter;
    try {
      const answer = await ipc.inbox(filter, this.#limit);
      if (filter === this.filter) this.applyAnswer(answer);
    } catch (thrown) {
      if (filter !== this.filter) return;
      this.failure = errorCode(thrown);
      this.loading = false;
    }
  }

  /** Takes an answer unless a newer one is already shown. */
  applyAnswer(answer: Inbox): void {
    if (answer.revision < this.#revision) return;
    this.#revision = answer.revision;
    const holds = this.#held !== null && this.rows.length > 0;
    this.#due = holds ? answer.rows : null;
    this.rows = reuseRows(this.rows, holds ? heldOrder(this.rows, answer.rows) : answer.rows);
    this.counts = answer.counts;
    this.more = answer.more;
    this.loading = false;
    this.failure = null;
  }
}

export const inbox = new InboxState();
