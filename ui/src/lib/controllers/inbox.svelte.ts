// The inbox: its filter, its order and the loaded rows, which grow while the reader scrolls down.
import { inboxPage, ipc, type ChangeSet, type ConversationRow, type Inbox, type InboxChanges, type InboxCounts, type InboxFilter, type InboxSort } from "$lib/ipc";
import { chat } from "./chat.svelte";
import { whileListsChange } from "./coalesce";
import { deferred } from "./deferred.svelte";
import { NO_COUNTS, usualSort } from "./inboxFilters";
import { latest } from "./latest";
import { preferences } from "./preferences.svelte";
import { reuseUnchanged } from "./reuseUnchanged";

/** How long after the last pointer move the rows keep their places. */
const HOLD_MS = 1500;
/** So many changed chats are asked for by themselves; more than these, and the whole window is. */
const FEW_CHANGED = 20;

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

/**
 * The window after a change: the shown rows in the new order, with the changed ones in the place of their old
 * ones. Null where a row came into the window that is not known yet.
 */
export function withChanges(shown: ConversationRow[], { order, rows, ...rest }: InboxChanges): Inbox | null {
  const known = new Map([...shown, ...rows].map((row) => [row.id, row]));
  const all = order.map((id) => known.get(id)).filter((row) => row !== undefined);
  return all.length === order.length ? { rows: all, ...rest } : null;
}

/** Rows with one more, in the place that its activity gives it. */
export function withRow(rows: ConversationRow[], row: ConversationRow): ConversationRow[] {
  const at = rows.findIndex((one) => (one.activityAt ?? 0) <= (row.activityAt ?? 0));
  return at < 0 ? [...rows, row] : rows.toSpliced(at, 0, row);
}

class InboxController {
  filter = $state<InboxFilter>("open");
  /** The own view that is shown in the place of the filter. */
  own = $state<string | null>(null);
  sort = $derived<InboxSort>(preferences.value.inboxSorts[this.filter] ?? usualSort(this.filter));
  /** The rows of the filter, in the order on screen. */
  #listed = $state.raw<ConversationRow[]>([]);
  /** The chat that was open when it left the filter, and its place: its row stays until another chat is opened. */
  #left = $state.raw<{ id: string; at: number } | null>(null);
  rows = $derived.by(() => {
    // What is about to be settled is done to the eye, where being settled takes it out of the view.
    const settled = this.own === null && (this.filter === "unanswered" || this.filter === "open") ? deferred.ids : null;
    const rows = this.#withOpen();
    return settled?.size ? rows.filter((row) => !settled.has(row.id) || row.id === chat.id) : rows;
  });
  counts = $state.raw<InboxCounts>(NO_COUNTS);
  more = $state(false);
  loading = $state(true);
  failure = $state<string | null>(null);

  #withOpen(): ConversationRow[] {
    const open = chat.row;
    const left = this.#left;
    if (open === null || open.id !== left?.id || this.#listed.some((row) => row.id === open.id)) return this.#listed;
    return this.sort === "newest" ? withRow(this.#listed, open) : this.#listed.toSpliced(left.at, 0, open);
  }

  #held: ReturnType<typeof setTimeout> | null = null;
  /** The rows in the order that the list takes when the hold ends. */
  #due: ConversationRow[] | null = null;
  /** The rows of the last answer, in its order. */
  #answered: ConversationRow[] = [];
  /** The chats that changed since the last question; null where the whole window is to be asked for. */
  #changed: Set<string> | null = null;
  #limit = inboxPage;
  #query = latest<Inbox>(
    {
      ask: () => this.#ask(),
      apply: (answer) => this.#applyAnswer(answer),
      fail: (code) => {
        this.failure = code;
        this.loading = false;
      },
    },
    whileListsChange(() => (this.#changed?.size ?? 0) > FEW_CHANGED),
  );

  /** Loads the whole window. */
  load(): Promise<void> {
    this.#changed = null;
    return this.#query.load();
  }

  onChanges(changes: ChangeSet): void {
    const chats = [...changes.conversations, ...changes.messages, ...changes.newConversations];
    if (changes.resync) this.#changed = null;
    else for (const id of chats) this.#changed?.add(id);
    this.#query.onChanges(changes, chats.length > 0);
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
    if (this.#due !== null) this.#list(this.#due);
    this.#due = null;
  }

  async setFilter(filter: InboxFilter): Promise<void> {
    if (filter === this.filter && this.own === null) return;
    await this.#show(filter, null, { inboxFilter: filter, ownView: null });
  }

  /** Shows an own view, which has an order of its own. */
  async showOwn(id: string): Promise<void> {
    if (id !== this.own) await this.#show(this.filter, id, { ownView: id });
  }

  /** Puts the filter's rows in another order, which it keeps. */
  async setSort(sort: InboxSort): Promise<void> {
    if (sort === this.sort) return;
    await this.#show(this.filter, null, { inboxSorts: { ...preferences.value.inboxSorts, [this.filter]: sort } });
  }

  async #show(filter: InboxFilter, own: string | null, kept: Parameters<typeof preferences.change>[0]): Promise<void> {
    this.#query.restart();
    this.#due = null;
    this.filter = filter;
    this.own = own;
    void preferences.change(kept);
    this.#limit = inboxPage;
    this.loading = true;
    this.#left = null;
    this.#listed = [];
    this.#answered = [];
    await this.load();
  }

  /** Loads the next page; call it when the end of the list comes into view. */
  loadMore(): void {
    if (!this.more || this.loading) return;
    this.#limit += inboxPage;
    this.more = false;
    void this.load();
  }

  /** Forgets everything: no row of one account may be seen under another. */
  reset(): void {
    this.#query.restart();
    this.#due = null;
    this.releaseOrder();
    this.#left = null;
    this.#listed = [];
    this.#answered = [];
    this.#changed = null;
    this.counts = NO_COUNTS;
    this.more = false;
    this.loading = true;
    this.failure = null;
    this.filter = preferences.value.inboxFilter;
    this.own = preferences.value.ownView;
    this.#limit = inboxPage;
  }

  // Where only some chats changed, only they are read. Where many did, most of the window moves, and rows come into it.
  async #ask(): Promise<Inbox> {
    const view = { filter: this.filter, sort: this.sort };
    const changed = this.#changed;
    this.#changed = new Set();
    try {
      if (this.own !== null) return await ipc.inboxOfOwnView(this.own, this.#limit);
      if (changed !== null && changed.size <= FEW_CHANGED) {
        const answer = withChanges(this.#answered, await ipc.inboxChanges(view, this.#limit, [...changed]));
        if (answer !== null) return answer;
      }
      return await ipc.inbox(view, this.#limit);
    } catch (thrown) {
      // Which changes the window has missed is not known any more.
      this.#changed = null;
      throw thrown;
    }
  }

  #list(rows: ConversationRow[]): void {
    const place = (list: ConversationRow[]) => list.findIndex((row) => row.id === chat.id);
    const at = place(this.#listed);
    if (chat.id !== null && at >= 0 && place(rows) < 0) this.#left = { id: chat.id, at };
    this.#listed = reuseUnchanged(this.#listed, rows, (row) => row.id);
  }

  #applyAnswer(answer: Inbox): void {
    const holds = this.#held !== null && this.#listed.length > 0;
    this.#answered = answer.rows;
    this.#due = holds ? answer.rows : null;
    this.#list(holds ? heldOrder(this.#listed, answer.rows) : answer.rows);
    this.counts = answer.counts;
    this.more = answer.more;
    this.loading = false;
    this.failure = null;
  }
}

export const inbox = new InboxController();
