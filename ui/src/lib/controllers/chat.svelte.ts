// The chat on screen. It opens at the first unread message, holds a window of rows, grows it backwards
// when asked, and asks again from the window's start whenever something in it changed.
import { tick } from "svelte";
import { errorCode, ipc, type ChangeSet, type ConversationRow, type Messages, type MessageRow, type Place } from "$lib/ipc";
import { countUnread, chatItems, keepUnchanged, prepend, type Divider } from "$lib/format/chatItems";
import { personName } from "$lib/format/names";
import { singleLine } from "$lib/format/tokenize";
import { clock } from "./clock.svelte";
import { composer } from "./composer.svelte";
import { oneAtATime, oncePerFrame } from "./coalesce";
import { i18n } from "./i18n.svelte";
import { toasts } from "./toasts.svelte";

const FIRST = 50;
const MORE = 60;
/** More rows than this are let go once the reader is back at the newest. */
const MOST = 400;
/** Complete until less than this ago is complete until now. */
const NOW_MS = 10_000;

class ChatState {
  id = $state<string | null>(null);
  row = $state.raw<ConversationRow | null>(null);
  rows = $state.raw<MessageRow[]>([]);
  older = $state<Messages["older"]>("nothing");
  completeUntil = $state<number | null>(null);
  /** Whether the chat was complete at the moment it was last asked for. */
  completeNow = $state(false);
  divider = $state.raw<Divider | null>(null);
  loading = $state(false);
  failure = $state<string | null>(null);
  loadingOlder = $state(false);
  olderFailed = $state(false);
  /** Whether the first page is being asked for by hand. */
  fetching = $state(false);
  /** Why the first page did not come; tried again by hand, or when the line is back. */
  fetchFailure = $state<string | null>(null);
  fillingGap = $state<string | null>(null);
  /** The gap that could not be filled; tried again by hand, or when the line is back. */
  gapFailed = $state<string | null>(null);
  /** Rows are being added or removed at the start: the list keeps its place from the end. */
  shift = $state(false);
  /** How many messages of others came while the newest was out of sight. */
  below = $state(0);
  atBottom = $state(true);
  /** Rises when I sent something: the list goes to the newest. */
  sent = $state(0);

  items = $derived(chatItems(this.rows, this.divider, this.older === "nothing"));
  /** Nothing of it was ever fetched: what stands here, if anything, was written here. */
  unfetched = $derived(!this.loading && this.older === "on-server" && this.rows.every((row) => row.id === null));

  #start: Place | null = null;
  #revision = -1;
  #readWanted = false;
  #refresh = oneAtATime(() => this.#ask());
  #soon = oncePerFrame(() => void this.#refresh());

  /** Shows a conversation; `known` is its row where the caller has it, so that the head is there at once. */
  async open(id: string, known: ConversationRow | null = null): Promise<void> {
    if (this.id === id) return;
    composer.close();
    this.#clear();
    this.id = id;
    this.row = known;
    this.loading = true;
    this.#readWanted = true;
    composer.open(id, known?.draft ?? null);
    void ipc.openConversation(id).catch((thrown) => this.#complain(thrown));
    await this.#refresh();
  }

  close(): void {
    if (this.id === null) return;
    composer.close();
    this.#clear();
    this.id = null;
    void ipc.closeConversation().catch(() => undefined);
  }

  onChanges(changes: ChangeSet): void {
    const id = this.id;
    if (id === null) return;
    if (changes.resync) this.#revision = -1;
    if (changes.resync || changes.messages.includes(id) || changes.conversations.includes(id)) this.#soon();
  }

  /** The window came to the front: what is in view has been seen. */
  onWindowFocus(): void {
    if (this.atBottom) void this.#markRead();
  }

  /** The reader stands at the newest message, or no longer. */
  setAtBottom(atBottom: boolean): void {
    this.atBottom = atBottom;
    if (!atBottom) return;
    this.below = 0;
    if (document.hasFocus()) void this.#markRead();
  }

  /** The beginning of the window came into view: first the cache, then the server. */
  async loadOlder(): Promise<void> {
    const id = this.id;
    if (id === null || this.loadingOlder || this.loading || this.older === "nothing" || !this.#start) return;
    this.loadingOlder = true;
    this.olderFailed = false;
    try {
      if (this.older === "on-server") await ipc.fetchOlder(id);
      const place = this.#start;
      if (id !== this.id || !place) return;
      const answer = await ipc.messages(id, { window: "before", place, limit: MORE });
      if (id === this.id) await this.#prepend(answer);
    } catch {
      if (id === this.id) this.olderFailed = true;
    } finally {
      if (id === this.id) this.loadingOlder = false;
    }
  }

  /** Asks the server for a chat of which nothing is here. Opening it does so too, but does not tell of a refusal. */
  async fetchFirstPage(): Promise<void> {
    const id = this.id;
    if (id === null || this.fetching) return;
    this.fetching = true;
    this.fetchFailure = null;
    try {
      await ipc.fetchOlder(id);
      if (id === this.id) await this.#refresh();
      // An answer that brought nothing is left to the reader, not asked for on and on.
      if (id === this.id && this.unfetched) this.fetchFailure = "unreadable-answer";
    } catch (thrown) {
      if (id === this.id) this.fetchFailure = errorCode(thrown);
    } finally {
      if (id === this.id) this.fetching = false;
    }
  }

  /** The line came or went: how complete the chat is has changed, and what failed may work now. */
  onConnectionChange(): void {
    this.gapFailed = null;
    this.fetchFailure = null;
    if (this.id !== null) this.#soon();
  }

  async fillGap(key: string, place: Place): Promise<void> {
    const id = this.id;
    if (id === null || this.fillingGap !== null) return;
    this.fillingGap = key;
    this.gapFailed = null;
    try {
      await ipc.fillGap(id, place);
      // What comes stands before what is being read: the list keeps its place from the end.
      if (id === this.id) await this.#shifting(() => this.#refresh());
      // A gap that stays though the server answered is left to the reader, not asked for on and on.
      if (id === this.id && this.items.some((item) => item.key === key)) this.gapFailed = key;
    } catch {
      if (id === this.id) this.gapFailed = key;
    } finally {
      if (id === this.id) this.fillingGap = null;
    }
  }

  async send(): Promise<void> {
    if (await composer.send()) {
      this.divider = null;
      this.sent += 1;
    }
  }

  setStatus = (status: "open" | "closed" | "resolved") => (this.id ? this.#try(ipc.setStatus(this.id, status)) : Promise.resolve(false));
  rename = (subject: string) => (this.id ? this.#try(ipc.rename(this.id, subject)) : Promise.resolve(false));

  /** Lets go of old rows once they are far out of sight. */
  async trim(): Promise<void> {
    if (this.rows.length <= MOST || !this.atBottom || this.loadingOlder) return;
    const rows = this.rows.slice(-2 * FIRST);
    const first = rows.find((row) => row.id !== null && row.createdAt !== null);
    if (!first?.id) return;
    this.#start = { createdAt: first.createdAt, id: first.id };
    this.older = "cached";
    await this.#shifting(() => (this.rows = rows));
  }

  async #try(call: Promise<unknown>): Promise<boolean> {
    try {
      await call;
      return true;
    } catch (thrown) {
      toasts.notifyFailure(errorCode(thrown));
      return false;
    }
  }

  async #ask(): Promise<void> {
    const id = this.id;
    if (id === null) return;
    try {
      const start = this.#start;
      const [row, answer] = await Promise.all([
        ipc.conversation(id),
        ipc.messages(id, start ? { window: "from", place: start } : { window: "firstUnread", limit: FIRST }),
      ]);
      if (id !== this.id) return;
      this.row = row;
      composer.applyStoredDraft(id, row.draft);
      this.#take(answer, start);
    } catch (thrown) {
      if (id !== this.id) return;
      this.loading = false;
      if (this.rows.length === 0) this.failure = errorCode(thrown);
    }
  }

  #take(answer: Messages, askedFrom: Place | null): void {
    if (answer.revision < this.#revision) return;
    // The window grew while the answer was on its way: it is asked for again from the new start.
    if (askedFrom !== this.#start) return this.#soon();
    this.#revision = answer.revision;
    const before = this.rows;
    const opening = this.#start === null;
    if (opening) {
      this.#start = answer.start;
      this.older = answer.older;
      const first = answer.firstUnread;
      this.divider = first ? { at: first, count: Math.max(1, countUnread(answer.rows, first)) } : null;
    }
    this.rows = keepUnchanged(before, answer.rows);
    this.completeUntil = answer.completeUntil;
    this.completeNow = answer.completeUntil !== null && clock.exactNow() - answer.completeUntil < NOW_MS;
    this.loading = false;
    this.failure = null;
    if (!opening) this.#welcome(before, answer.rows);
    if (answer.rows.length > 0 || (this.row?.unread ?? 0) > 0) this.#notice(opening);
  }

  // What came since the last look: counted when out of sight, and spoken for those who listen.
  #welcome(before: MessageRow[], after: MessageRow[]): void {
    const known = new Set(before.map((row) => row.key));
    const newest = before.at(-1)?.createdAt ?? 0;
    const fresh = after.filter((row) => !known.has(row.key) && !row.mine && row.kind !== "system" && (row.createdAt ?? 0) >= newest);
    const last = fresh.at(-1);
    if (!last) return;
    if (!this.atBottom || !document.hasFocus()) {
      const first = fresh[0];
      if (this.divider === null && first) this.divider = { at: first.key, count: fresh.length };
      else if (this.below > 0 && this.divider) this.divider = { ...this.divider, count: this.divider.count + fresh.length };
    }
    if (!this.atBottom) this.below += fresh.length;
    toasts.announce(i18n.t("chat-arrived", { name: personName(last.sender) ?? i18n.t("unknown-person"), text: singleLine(last.content) }));
  }

  #notice(opening: boolean): void {
    if ((opening && this.#readWanted) || (this.atBottom && document.hasFocus())) void this.#markRead();
  }

  async #markRead(): Promise<void> {
    const id = this.id;
    // What is not here has not been seen, however long its chat is open.
    if (id === null || this.unfetched || (this.row?.unread ?? 0) === 0) return;
    this.#readWanted = false;
    await ipc.markRead(id).catch(() => undefined);
  }

  async #prepend(answer: Messages): Promise<void> {
    await this.#shifting(() => {
      if (answer.start) this.#start = answer.start;
      this.older = answer.older;
      this.rows = prepend(answer.rows, this.rows);
    });
  }

  async #shifting(change: () => unknown): Promise<void> {
    this.shift = true;
    await change();
    await tick();
    this.shift = false;
  }

  #complain(thrown: unknown): void {
    const code = errorCode(thrown);
    // The banner speaks of the line; only what is about this conversation is said here.
    if (code === "forbidden" || code === "not-found") toasts.notifyFailure(code);
  }

  #clear(): void {
    this.row = null;
    this.rows = [];
    this.older = "nothing";
    this.completeUntil = null;
    this.completeNow = false;
    this.divider = null;
    this.loading = false;
    this.failure = null;
    this.loadingOlder = false;
    this.olderFailed = false;
    this.fetching = false;
    this.fetchFailure = null;
    this.fillingGap = null;
    this.gapFailed = null;
    this.below = 0;
    this.atBottom = true;
    this.#start = null;
    this.#revision = -1;
    this.#readWanted = false;
  }
}

export const chat = new ChatState();
