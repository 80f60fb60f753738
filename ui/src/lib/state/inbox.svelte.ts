// The window of the inbox: which filter, which rows, how far it reaches.
import { codeOf, ipc, type ChangeSet, type ConversationRow, type Inbox, type InboxCounts, type InboxFilter } from "$lib/ipc";
import { oncePerFrame, oneAtATime } from "./frame";

export const FILTERS: InboxFilter[] = ["open", "unread", "orders", "closed", "all"];
const PAGE = 100;

/** Keeps the row objects that did not change, so that only changed rows are drawn again. */
export function mergeRows(before: ConversationRow[], after: ConversationRow[]): ConversationRow[] {
  const known = new Map(before.map((row) => [row.id, row]));
  return after.map((row) => {
    const old = known.get(row.id);
    return old && old.revision === row.revision && old.revision > 0 && sameFace(old, row) ? old : row;
  });
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
  /** Messages of mine that wait to be sent, in the rows at hand. */
  waiting = $derived(this.rows.reduce((sum, row) => sum + row.waiting, 0));

  #limit = PAGE;
  #revision = -1;
  #load = oneAtATime(() => this.#ask());
  #refresh = oncePerFrame(() => void this.#load());

  /** Asks for the rows of the filter at hand. */
  load(): Promise<void> {
    return this.#load();
  }

  hear(changes: ChangeSet): void {
    if (changes.resync) this.#revision = -1;
    if (changes.resync || changes.conversations.length > 0 || changes.messages.length > 0 || changes.opened.length > 0) this.#refresh();
  }

  async choose(filter: InboxFilter): Promise<void> {
    if (filter === this.filter) return;
    this.filter = filter;
    this.#limit = PAGE;
    this.#revision = -1;
    this.loading = true;
    this.rows = [];
    await this.#load();
  }

  /** The end of the list came into view. */
  reach(): void {
    if (!this.more || this.loading) return;
    this.#limit += PAGE;
    this.more = false;
    void this.#load();
  }

  /** Another account: nothing of the one before may be seen. */
  reset(): void {
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
      if (filter === this.filter) this.take(answer);
    } catch (thrown) {
      if (filter !== this.filter) return;
      this.failure = codeOf(thrown);
      this.loading = false;
    }
  }

  /** Takes an answer unless a newer one is already shown. */
  take(answer: Inbox): void {
    if (answer.revision < this.#revision) return;
    this.#revision = answer.revision;
    this.rows = mergeRows(this.rows, answer.rows);
    this.counts = answer.counts;
    this.more = answer.more;
    this.loading = false;
    this.failure = null;
  }
}

export const inbox = new InboxState();
