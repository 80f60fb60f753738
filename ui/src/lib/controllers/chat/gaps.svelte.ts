// Gaps: ranges of the open chat that the server has and the cache lacks.
import { ipc, type Position } from "$lib/ipc";

type Chat = {
  readonly id: string | null;
  loadInPlace: () => Promise<void>;
  /** Whether the item with this key is still shown. */
  hasItem: (key: string) => boolean;
};

export class Gaps {
  /** The key of the gap that is being filled. */
  filling = $state<string | null>(null);
  /** The key of the gap that could not be filled; it is tried again by hand or after a reconnect. */
  failed = $state<string | null>(null);
  #chat: Chat;

  constructor(chat: Chat) {
    this.#chat = chat;
  }

  reset(): void {
    this.filling = null;
    this.failed = null;
  }

  onConnectionChange(): void {
    this.failed = null;
  }

  async fill(key: string, place: Position): Promise<void> {
    const { id } = this.#chat;
    if (id === null || this.filling !== null) return;
    const isOpen = () => id === this.#chat.id;
    this.filling = key;
    this.failed = null;
    try {
      await ipc.fillGap(id, place);
      if (isOpen()) await this.#chat.loadInPlace();
      // After an answer that leaves the gap the reader decides: a retry of its own could go on for ever.
      if (isOpen() && this.#chat.hasItem(key)) this.failed = key;
    } catch {
      if (isOpen()) this.failed = key;
    } finally {
      if (isOpen()) this.filling = null;
    }
  }
}
