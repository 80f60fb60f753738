// The loaded messages of a chat: a window from a start to the newest message. It grows backwards when the
// reader scrolls up and drops old rows when the reader is back at the newest.
import { tick } from "svelte";
import { ipc, type Messages, type MessageRow, type Position } from "$lib/ipc";
import { prependRows } from "$lib/format/chatItems";
import { clock } from "../clock.svelte";
import { reuseUnchanged } from "../reuseUnchanged";

export const PAGE = 50;
const OLDER_PAGE = 60;
/** More rows than this are dropped once the reader is back at the newest. */
const MAX_ROWS = 400;
/** A chat that was complete until less than this ago is complete until now. */
const NOW_MS = 10_000;

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

  /** Where the window begins; null before the first answer. */
  start: Position | null = null;
  #conversation: string | null = null;

  /** Shows another chat, or none. */
  reset(conversation: string | null): void {
    this.#conversation = conversation;
    this.start = null;
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
      this.older = answer.older;
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
      if (id === this.#conversation) await this.#prepend(answer);
    } catch {
      if (id === this.#conversation) this.olderFailed = true;
    } finally {
      if (id === this.#conversation) this.loadingOlder = false;
    }
  }

  /** Drops old rows; call it while the reader is at the newest message. */
  async trim(): Promise<void> {
    if (this.rows.length <= MAX_ROWS || this.loadingOlder) return;
    const rows = this.rows.slice(-2 * PAGE);
    const first = rows.find((row) => row.id !== null && row.createdAt !== null);
    if (!first?.id) return;
    this.start = { createdAt: first.createdAt, id: first.id };
    this.older = "cached";
    await this.whileShifting(() => (this.rows = rows));
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
