// The read state of the open chat: the divider before the first unread message, the count of new messages
// below the visible part, and when the chat is marked as read.
import { ipc, type Messages, type MessageRow } from "$lib/ipc";
import { countUnread, type Divider } from "$lib/format/chatItems";
import { personName } from "$lib/format/names";
import { singleLine } from "$lib/format/text/singleLine";
import { attention } from "../attention.svelte";
import { i18n } from "../i18n.svelte";
import { toasts } from "../toasts.svelte";

type Chat = { readonly id: string | null; readonly unreadCount: number; readonly unfetched: boolean };

export class ReadState {
  divider = $state.raw<Divider | null>(null);
  /** How many messages of others arrived below the visible part. */
  below = $state(0);
  atBottom = $state(true);

  // Opening a chat marks it as read once, even before the reader reaches the newest message.
  #markOnOpen = false;
  #chat: Chat;

  constructor(chat: Chat) {
    this.#chat = chat;
  }

  /** Another chat is shown, or none. */
  reset(): void {
    this.divider = null;
    this.below = 0;
    this.atBottom = true;
    this.#markOnOpen = true;
  }

  /** The reader reached the newest message, or left it. */
  setAtBottom(atBottom: boolean): void {
    this.atBottom = atBottom;
    if (!atBottom) return;
    this.below = 0;
    if (attention.seesChat) void this.#markRead();
  }

  /** Somebody looks at the chat again: the visible messages count as read. */
  onSeen(): void {
    if (this.atBottom || this.#markOnOpen) void this.#markRead();
  }

  /** The first answer came: the divider marks where the chat was unread. */
  onOpened(answer: Messages): void {
    const first = answer.firstUnread;
    this.divider = first ? { at: first, count: Math.max(1, countUnread(answer.rows, first)) } : null;
    if (this.#hasSomethingToRead(answer.rows) && attention.seesChat && (this.#markOnOpen || this.atBottom)) void this.#markRead();
  }

  onChanged(before: MessageRow[], after: MessageRow[]): void {
    this.#announceNew(before, after);
    if (this.#hasSomethingToRead(after) && this.#isInView()) void this.#markRead();
  }

  // New messages are counted while they are out of view and announced to screen readers.
  #announceNew(before: MessageRow[], after: MessageRow[]): void {
    const known = new Set(before.map((row) => row.key));
    const newest = before.at(-1)?.createdAt ?? 0;
    const fresh = after.filter((row) => !known.has(row.key) && !row.mine && row.kind !== "system" && (row.createdAt ?? 0) >= newest);
    const last = fresh.at(-1);
    if (!last) return;
    if (!this.#isInView()) {
      const first = fresh[0];
      if (this.divider === null && first) this.divider = { at: first.key, count: fresh.length };
      else if (this.below > 0 && this.divider) this.divider = { ...this.divider, count: this.divider.count + fresh.length };
    }
    if (!this.atBottom) this.below += fresh.length;
    toasts.announce(i18n.t("chat-arrived", { name: personName(last.sender) ?? i18n.t("unknown-person"), text: singleLine(last.content) }));
  }

  #isInView(): boolean {
    return this.atBottom && attention.seesChat;
  }

  #hasSomethingToRead(rows: MessageRow[]): boolean {
    return rows.length > 0 || this.#chat.unreadCount > 0;
  }

  async #markRead(): Promise<void> {
    const { id, unreadCount, unfetched } = this.#chat;
    // Messages that were never fetched cannot have been read.
    if (id === null || unfetched || unreadCount === 0) return;
    this.#markOnOpen = false;
    await ipc.markRead(id).catch(() => undefined);
  }
}
