// The first unread message of the open chat, where it is not in the cache: it is fetched with all that follows it. Until
// then nothing counts as seen, for what was not here cannot have been.
import { ipc, type Messages } from "$lib/ipc";

type Chat = {
  readonly id: string | null;
  /** Whether not even the newest page was fetched, which comes first. */
  readonly unfetched: boolean;
  /** Where the unread messages begin is known now. */
  onFirstUnreadFetched: () => Promise<void>;
};

export class FirstUnread {
  missing = $state(false);
  fetching = $state(false);
  /** It could not be fetched; it is tried again by hand or after a reconnect. */
  failed = $state(false);
  #chat: Chat;

  constructor(chat: Chat) {
    this.#chat = chat;
  }

  reset(): void {
    this.missing = false;
    this.fetching = false;
    this.failed = false;
  }

  onConnectionChange(): void {
    if (this.missing && !this.#chat.unfetched) void this.fetch();
  }

  onOpened({ firstUnread }: Messages): void {
    this.missing = firstUnread.state === "notFetched";
    if (this.missing && !this.failed && !this.#chat.unfetched) void this.fetch();
  }

  async fetch(): Promise<void> {
    const { id } = this.#chat;
    if (id === null || this.fetching) return;
    const isOpen = () => id === this.#chat.id;
    this.fetching = true;
    this.failed = false;
    try {
      await ipc.fetchFirstUnread(id);
      // An answer that leaves it missing is not followed by another question: it could go on for ever.
      this.failed = isOpen();
      if (isOpen()) await this.#chat.onFirstUnreadFetched();
      if (isOpen()) this.failed = this.missing;
    } catch {
      if (isOpen()) this.failed = true;
    } finally {
      if (isOpen()) this.fetching = false;
    }
  }
}
