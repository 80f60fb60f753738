// The inbox: its filter and the loaded rows, which grow while the reader scrolls down.
import { ipc, type ChangeSet, type ConversationRow, type Inbox, type InboxCounts, type InboxFilter } from "$lib/ipc";
import { NO_COUNTS } from "./inboxFilters";
import { latest } from "./latest";
import { reuseUnchanged } from "./reuseUnchanged";

const PAGE = 100;
/** How long after the last pointer move the rows keep their places. */
const HOLD_MS = 1500;

/**
 * The rows of an answer in the order on screen: shown rows keep their places, new rows come after them,
 * and rows that are gone stay until the hold ends.
 */
export function heldOrder(shown: ConversationRow[], answer: ConversationRow[]): ConversationRow[] {
  const fresh = new Map(answer.map((row) => [row.id, row]));
  const kept = shown.map((row) => fresh.get(row.id) ?? row);
  const known = new Set(shown.map((row) => row.id));
  return [...kept, ...answer.filter((row) => !known.has(row.id))];
}

class InboxController {
  filter = $state<InboxFilter>("open");
  rows = $state.raw<ConversationRow[]>([]);
  counts = $state.raw<InboxCounts>(NO_COUNTS);
  more = $state(false);
  loading = $state(true);
  failure = $state<string | null>(null);

  #held: ReturnType<typeof setTimeout> | null = null;
  /** The rows in the order that the list takes when the hold ends. */
  #due: ConversationRow[] | null = null;
  #limit = PAGE;
  #query = latest<Inbox>({
    ask: () => ipc.inbox(this.filter, this.#limit),
    apply: (answer) => this.#applyAnswer(answer),
    fail: (code) => {
      this.failure = code;
      this.loading = false;
    },
  });

  load(): Promise<void> {
    return this.#query.load();
  }

  onChanges(changes: ChangeSet): void {
    this.#query.onChanges(changes, changes.conversations.length > 0 || changes.messages.length > 0 || changes.newConversations.length > 0);
  }

  /** Applies an answer unless a newer one is on screen. */
  applyAnswer(answer: Inbox): void {
    this.#query.offer(answer);
  }

  /** The pointer moved over the list: a click that follows must hit the row that is there now. */
  holdOrder(): void {
    if (this.#held !== null) clearTimeout(this.#held);
    this.#held = setTimeout(() => this.releaseOrder(), HOLD_MS);
  }

  /** The pointer rests or has left the list: the rows take their own order. */
  releaseOrder(): void {
    if (this.#held !== null) clearTimeout(this.#held);
    this.#held = null;
    if (this.#due !== null) this.rows = reuseUnchanged(this.rows, this.#due, (row) => row.id);
    this.#due = null;
  }

  async setFilter(filter: InboxFilter): Promise<void> {
    if (filter === this.filter) return;
    this.#query.restart();
    this.#due = null;
    this.filter = filter;
    this.#limit = PAGE;
    this.loading = true;
    this.rows = [];
    await this.load();
  }

  /** Loads the next page; call it when the end of the list comes into view. */
  loadMore(): void {
    if (!this.more || this.loading) return;
    this.#limit += PAGE;
    this.more = false;
    void this.load();
  }

  /** Forgets everything: no row of one account may be seen under another. */
  reset(): void {
    this.#query.restart();
    this.#due = null;
    this.releaseOrder();
    this.rows = [];
    this.counts = NO_COUNTS;
    this.more = false;
    this.loading = true;
    this.failure = null;
    this.filter = "open";
    this.#limit = PAGE;
  }

  #applyAnswer(answer: Inbox): void {
    const holds = this.#held !== null && this.rows.length > 0;
    this.#due = holds ? answer.rows : null;
    this.rows = reuseUnchanged(this.rows, holds ? heldOrder(this.rows, answer.rows) : answer.rows, (row) => row.id);
    this.counts = answer.counts;
    this.more = answer.more;
    this.loading = false;
    this.failure = null;
  }
}

export const inbox = new InboxController();
