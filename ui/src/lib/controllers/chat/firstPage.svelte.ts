// The first page of a chat of which nothing was ever fetched. The engine fetches it when the chat is
// opened but reports no failure; asking for it here does.
import { errorCode, ipc } from "$lib/ipc";

type Chat = { readonly id: string | null; readonly unfetched: boolean; load: () => Promise<void> };

export class FirstPage {
  fetching = $state(false);
  /** Why the first page did not come; it is tried again by hand or after a reconnect. */
  failure = $state<string | null>(null);
  #chat: Chat;

  constructor(chat: Chat) {
    this.#chat = chat;
  }

  reset(): void {
    this.fetching = false;
    this.failure = null;
  }

  onConnectionChange(): void {
    this.failure = null;
  }

  async fetch(): Promise<void> {
    const { id } = this.#chat;
    if (id === null || this.fetching) return;
    const isOpen = () => id === this.#chat.id;
    this.fetching = true;
    this.failure = null;
    try {
      await ipc.fetchOlder(id);
      if (isOpen()) await this.#chat.load();
      // After an answer without messages the reader decides: a retry of its own could go on for ever.
      if (isOpen() && this.#chat.unfetched) this.failure = "unreadable-answer";
    } catch (thrown) {
      if (isOpen()) this.failure = errorCode(thrown);
    } finally {
      if (isOpen()) this.fetching = false;
    }
  }
}
