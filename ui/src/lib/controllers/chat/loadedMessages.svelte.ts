// The loaded messages of a chat: a window from a start to an end, or to the newest message. It grows at the side to which
// the reader scrolls, and drops old rows when the reader is far from them.
import { tick } from "svelte";
import { ipc, type Messages, type MessageRow, type MessageWindow, type Position } from "$lib/ipc";
import { appendRows, prependRows } from "$lib/format/chatItems";
import { clock } from "../clock.svelte";
import { reuseUnchanged } from "../reuseUnchanged";

export const PAGE = 50;
const OLDER_PAGE = 60;
const NEWER_PAGE = 100;
/** Of more rows than this those that the reader is far from are dropped. */
const MAX_ROWS = 400;
/** So many rows a reader who goes back keeps: all but the newest, which are loaded again on the way to them. */
const KEPT_AHEAD = 300;
/** A chat that was complete until less than this ago is complete until now. */
const NOW_MS = 10_000;

/** A chat opens where its unread messages begin. */
export const OPENING: MessageWindow = { window: "firstUnread", limit: PAGE };

export class LoadedMessages {
  rows = $state.raw<MessageRow[]>([]);
  older = $state<Messages["older"]>("nothing");
  completeUntil = $state<number | null>(null);
  /** Whether the chat was complete when the last answer came. */
  completeNow = $state(false);
  loading = $state(false);
  failure = $state<string | null>(null);
  loadingOlder = $state(false);
  olderFailed = $state(false);
  /** Rows are being added or removed at the start: the list keeps its distance from the end. */
  shift = $state(false);
  /** Nothing was ever fetched: the rows, if any, were written here. */
  unfetched = $derived(!this.loading && this.older === "on-server" && this.rows.every((row) => row.id === null));

  /** Rises when other rows take the place of those that were shown: the list begins anew. */
  replaced = $state(0);
  /** Where a list that begins anew opens. */
  opensAt: "unread" | "newest" | "place" = "unread";
  /** The message that was asked for. */
  target = $state.raw<Position | null>(null);

  /** Where the window begins; null before the first answer. */
  start: Position | null = null;
  /** Where the window ends; null where it reaches the newest. */
  end = $state.raw<Position | null>(null);
  /** What is asked for before there is a window. */
  wanted: MessageWindow = OPENING;
  #loadingNewer = false;
  #conversation: string | null = null;

  /** Shows another chat, or none. */
  reset(conversation: string | null): void {
    this.#conversation = conversation;
    this.start = null;
    this.end = null;
    this.wanted = OPENING;
    this.opensAt = "unread";
    this.target = null;
    this.rows = [];
    this.older = "nothing";
    this.completeUntil = null;
    this.completeNow = false;
    this.loading = conversation !== null;
    this.failure = null;
    this.loadingOlder = false;
    this.olderFailed = false;
  }

  applyAnswer(answer: Messages): void {
    if (this.start === null) {
      this.start = answer.start;
      this.end = answer.end;
      this.older = answer.older;
      this.wanted = OPENING;
    }
    this.rows = reuseUnchanged(this.rows, answer.rows, (row) => row.key);
    this.completeUntil = answer.completeUntil;
    this.completeNow = answer.completeUntil !== null && clock.exactNow() - answer.completeUntil < NOW_MS;
    this.loading = false;
    this.failure = null;
  }

  applyFailure(code: string): void {
    this.loading = false;
    if (this.rows.length === 0) this.failure = code;
  }

  /** Loads the rows before the start, from the cache or the server. */
  async loadOlder(): Promise<void> {
    const id = this.#conversation;
    if (id === null || this.loadingOlder || this.loading || this.older === "nothing" || !this.start) return;
    this.loadingOlder = true;
    this.olderFailed = false;
    try {
      if (this.older === "on-server") await ipc.fetchOlder(id);
      const place = this.start;
      if (id !== this.#conversation || !place) return;
      const answer = await ipc.messages(id, { window: "before", position: place, limit: OLDER_PAGE });
      // Another window may have been asked for meanwhile, at whose start these are not.
      if (id !== this.#conversation || place !== this.start) return;
      await this.#prepend(answer);
      this.#dropNewest();
    } catch {
      if (id === this.#conversation) this.olderFailed = true;
    } finally {
      if (id === this.#conversation) this.loadingOlder = false;
    }
  }

  /** Loads the rows after the end from the cache. */
  async loadNewer(): Promise<void> {
    const id = this.#conversation;
    const place = this.end;
    if (id === null || place === null || this.#loadingNewer || this.loading || this.loadingOlder) return;
    this.#loadingNewer = true;
    try {
      const answer = await ipc.messages(id, { window: "after", position: place, limit: NEWER_PAGE });
      if (id !== this.#conversation || place !== this.end) return;
      this.end = answer.end;
      this.rows = appendRows(this.rows, answer.rows);
      await tick();
      await this.trim(MAX_ROWS);
    } catch {
      // The list asks again with the next movement.
    } finally {
      this.#loadingNewer = false;
    }
  }

  /** Asks for another window of the chat, which then takes the place of this one. */
  replaceBy(wanted: MessageWindow, opensAt: LoadedMessages["opensAt"]): void {
    this.wanted = wanted;
    this.opensAt = opensAt;
    this.start = null;
  }

  /** Asks for a message with what stands around it. */
  goTo(place: Position): void {
    this.replaceBy({ window: "around", position: place, limit: PAGE }, "place");
    this.target = place;
  }

  /** Drops old rows; call it while the reader is far from them. */
  async trim(kept = 2 * PAGE): Promise<void> {
    if (this.rows.length <= MAX_ROWS || this.loadingOlder || this.start === null) return;
    const rows = this.rows.slice(-kept);
    const first = rows.find((row) => row.id !== null && row.createdAt !== null);
    if (!first?.id) return;
    this.start = { createdAt: first.createdAt, id: first.id };
    this.older = "cached";
    await this.whileShifting(() => (this.rows = rows));
  }

  // A reader who goes back through years would else have all of them in memory, and each page would cost more.
  #dropNewest(): void {
    if (this.rows.length <= MAX_ROWS) return;
    const at = this.rows.findLastIndex((row, index) => index < KEPT_AHEAD && row.id !== null && row.createdAt !== null);
    const last = this.rows[at];
    if (!last?.id) return;
    this.end = { createdAt: last.createdAt, id: last.id };
    this.rows = this.rows.slice(0, at + 1);
  }

  /** Runs a change of the rows during which the list keeps its distance from the end. */
  async whileShifting(change: () => unknown): Promise<void> {
    this.shift = true;
    await change();
    await tick();
    this.shift = false;
  }

  #prepend(answer: Messages): Promise<void> {
    return this.whileShifting(() => {
      if (answer.start) this.start = answer.start;
      this.older = answer.older;
      this.rows = prependRows(answer.rows, this.rows);
    });
  }
}
