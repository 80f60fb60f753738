// The read state of the open chat: the divider before the first unread message, and up to where it was seen. What was
// on screen while somebody looked counts as seen; the shell makes of that what is read.
import { ipc, type ConversationRow, type Messages, type MessageRow, type Participant, type Position } from "$lib/ipc";
import { countUnread, type Divider } from "$lib/format/chatItems";
import { personName } from "$lib/format/names";
import { singleLine } from "$lib/format/text/singleLine";
import { attention } from "../attention.svelte";
import { i18n } from "../i18n.svelte";
import { toasts } from "../toasts.svelte";

type Chat = {
  readonly id: string | null;
  readonly unreadCount: number;
  readonly unfetched: boolean;
  /** Whether the window has room for the chat. */
  readonly inView: boolean;
  readonly messages: { readonly rows: MessageRow[]; readonly end: Position | null };
  readonly firstUnread: { readonly missing: boolean };
};

/** While somebody scrolls, the shell is told of what was seen this often. */
const TELL_EVERY_MS = 250;

export class ReadState {
  divider = $state.raw<Divider | null>(null);
  /** Whether the visible part reaches the newest message. */
  atBottom = $state(true);
  /** What came while the chat is open and was not on screen yet. */
  unseen = $state(0);
  /** Whether the reader has moved the list since the chat was opened. */
  moved = false;
  /** How often the reader has moved the list. */
  movements = 0;
  /** Whether the reader has begun to move the list since it was at its end. */
  leaving = false;

  /** The key of the last row that is on screen to its end. */
  #lastOnScreen: string | null = null;
  #told: Position | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  // The reader asked for the newest message, or wrote one: what was not fetched is passed over knowingly.
  #wentToEnd = false;
  #caughtUp = true;
  // The reader was led to a message: what lies before it was not seen, unread ones perhaps.
  #jumped = false;
  #byHand = false;
  #chat: Chat;

  constructor(chat: Chat) {
    this.#chat = chat;
  }

  get #isSeen(): boolean {
    return this.#chat.inView && attention.seesChat;
  }

  /** How many unread messages lie below the visible part. */
  get below(): number {
    return this.atBottom ? 0 : this.#chat.unreadCount;
  }

  /** Another chat is shown, or none. Call it while the chat still is what was shown. */
  reset(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#tell();
    this.divider = null;
    this.atBottom = true;
    this.unseen = 0;
    this.moved = false;
    this.leaving = false;
    this.#lastOnScreen = null;
    this.#told = null;
    this.#wentToEnd = false;
    this.#caughtUp = true;
    this.#jumped = false;
    this.#byHand = false;
  }

  /** Other rows took the place of those that were on screen. */
  onReplaced(): void {
    this.#lastOnScreen = null;
  }

  /** The reader reached the newest message, or left it. */
  setAtBottom(atBottom: boolean): void {
    this.atBottom = atBottom;
    if (atBottom && (this.#byHand || this.#chat.unreadCount === 0)) this.#jumped = false;
  }

  /** The reader moves the list; what the program does by itself is no such movement. */
  movedByHand(): void {
    this.moved = true;
    this.leaving = true;
    this.movements += 1;
    this.#byHand = true;
  }

  goneToEnd(): void {
    this.moved = true;
    this.#wentToEnd = true;
    this.#jumped = false;
  }

  /** The reader was led to a message that was asked for. */
  jumped(): void {
    this.moved = true;
    this.#jumped = true;
    this.#byHand = false;
  }

  /** The reader was led to the first unread message. */
  goneToFirstUnread(): void {
    this.moved = true;
    this.#jumped = false;
  }

  /** The list shows the first unread message: nothing unread lies between it and what is on screen. */
  seesFirstUnread(): void {
    this.#jumped = false;
  }

  /** Somebody saw what came, or was led to it. */
  shownUnseen(): void {
    this.unseen = 0;
  }

  /** A message of mine answers what was said: nothing is new any more. */
  answered(): void {
    this.divider = null;
    this.goneToEnd();
  }

  /** The list shows rows up to this one. */
  onScreen(key: string): void {
    this.#lastOnScreen = key;
    this.#tellSoon();
  }

  /** Somebody looks at the chat again. */
  onSeen(): void {
    this.#tellSoon();
  }

  /** The first answer came, or where the unread messages begin was found: the divider marks it. */
  onOpened({ firstUnread, rows }: Messages): void {
    const place = firstUnread.state === "here" ? firstUnread.position : firstUnread.state === "notFetched" ? firstUnread.known : null;
    this.divider = place ? { at: place.id, count: this.#chat.unreadCount || Math.max(1, countUnread(rows, place.id)), place } : null;
    this.#caughtUp = place === null;
    this.#tellSoon();
  }

  onChanged(before: MessageRow[], after: MessageRow[]): void {
    this.#announceNew(before, after);
    this.#tellSoon();
  }

  /** The chat's row changed while what is loaded ends before the newest: answers whether the divider is to be found anew. */
  cameBeyond(before: ConversationRow, { unread, lastMessage }: ConversationRow): boolean {
    const count = unread - before.unread;
    // Older messages that are fetched may raise the count as well; nothing came by that.
    const isNewer = (lastMessage?.createdAt ?? 0) > (before.lastMessage?.createdAt ?? 0);
    if (count <= 0 || !lastMessage || !isNewer) return false;
    this.unseen += count;
    this.#announce(lastMessage.sender, lastMessage.content);
    const known = this.divider !== null && !this.#caughtUp;
    if (known && this.divider) this.divider = { ...this.divider, count: this.divider.count + count };
    return !known;
  }

  #announce(sender: Participant | null, content: string): void {
    toasts.announce(i18n.t("chat-arrived", { name: personName(sender) ?? i18n.t("unknown-person"), text: singleLine(content) }));
  }

  // New messages out of view move the divider, or are counted by it, and are announced to screen readers.
  #announceNew(before: MessageRow[], after: MessageRow[]): void {
    const known = new Set(before.map((row) => row.key));
    const newest = before.at(-1)?.createdAt ?? 0;
    const fresh = after.filter((row) => !known.has(row.key) && !row.mine && row.kind !== "system" && (row.createdAt ?? 0) >= newest);
    const [first] = fresh;
    const last = fresh.at(-1);
    if (!first || !last) return;
    if (!this.atBottom || !this.#isSeen) {
      const counted = this.#caughtUp ? 0 : (this.divider?.count ?? 0);
      if (this.#caughtUp || this.divider === null) this.divider = { at: first.key, count: fresh.length, place: placeOf(first) };
      else this.divider = { ...this.divider, count: counted + fresh.length };
      this.#caughtUp = false;
      this.unseen += fresh.length;
    }
    this.#announce(last.sender, last.content);
  }

  // The first at once, those that follow while the list scrolls together.
  #tellSoon(): void {
    if (this.#timer !== undefined || !this.#tell()) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#tellSoon();
    }, TELL_EVERY_MS);
  }

  /** Tells the shell up to where the chat was seen. Answers whether there was anything to tell. */
  #tell(): boolean {
    const { id, unreadCount, unfetched, firstUnread } = this.#chat;
    // Messages that were never fetched cannot have been seen.
    if (id === null || unfetched || unreadCount === 0 || !this.#isSeen) return false;
    if (firstUnread.missing && !this.#wentToEnd) return false;
    if (this.#jumped) return false;
    const place = this.#seenPlace();
    const told = this.#told;
    if (!place || (told && !isAfter(place, told)) || this.#isPastUnseen) return false;
    this.#told = place;
    void ipc.markSeen(id, place).catch(() => this.#forget(place, told));
    return true;
  }

  #forget(place: Position, before: Position | null): void {
    if (this.#told === place) this.#told = before;
  }

  /** Whether what is loaded begins behind unread messages that were never on screen: a later one, seen, says nothing of those. */
  get #isPastUnseen(): boolean {
    const from = this.divider?.place;
    const first = this.#chat.messages.rows.find((row) => row.id !== null);
    const start = first ? placeOf(first) : null;
    if (!from || !start || this.#wentToEnd || (this.atBottom && this.#byHand)) return false;
    return isAfter(start, from) && (this.#told === null || isAfter(start, this.#told));
  }

  // The place of the last row on screen that the server has.
  #seenPlace(): Position | null {
    const { rows, end } = this.#chat.messages;
    const at = rows.findIndex((row) => row.key === this.#lastOnScreen);
    const seen = rows.slice(0, at + 1).findLast((row) => row.id !== null);
    if (end === null && rows.slice(at + 1).every((row) => row.mine || row.kind === "system")) {
      this.#caughtUp = at >= 0;
      if (at >= 0) this.unseen = 0;
    }
    return seen ? placeOf(seen) : null;
  }
}

function placeOf(row: MessageRow): Position | null {
  return row.id === null ? null : { createdAt: row.createdAt, id: row.id };
}

function isAfter(one: Position, other: Position): boolean {
  const [a, b] = [one.createdAt ?? 0, other.createdAt ?? 0];
  return a === b ? one.id > other.id : a > b;
}
