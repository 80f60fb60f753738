// The pictures of the open chat, one of which may lie over everything else.
import { ipc, type MessageRow } from "$lib/ipc";
import { chat } from "./chat.svelte";
import { layout } from "./layout.svelte";
import { succeeds } from "./runCommand";
import { toasts } from "./toasts.svelte";

class Pictures {
  /** The loaded messages of the chat that carry a picture which the server has. */
  all = $derived(chat.messages.rows.filter((row): row is MessageRow & { id: string } => row.kind === "image" && row.id !== null));
  #at = $derived(this.all.findIndex((row) => row.id === layout.picture));
  /** Whose picture is shown; null where its message left the loaded part of the chat meanwhile. */
  shown = $derived(this.all[this.#at] ?? null);
  hasOlder = $derived(this.#at > 0);
  hasNewer = $derived(this.#at >= 0 && this.#at < this.all.length - 1);

  older(): void {
    this.#show(this.#at - 1);
  }

  newer(): void {
    if (this.#at >= 0) this.#show(this.#at + 1);
  }

  close(): void {
    layout.picture = null;
  }

  async copy(): Promise<void> {
    const message = layout.picture;
    if (message !== null && (await succeeds(ipc.copyImage(message)))) toasts.confirm("image-copied");
  }

  async save(): Promise<void> {
    const message = layout.picture;
    if (message !== null && (await succeeds(ipc.saveImage(message)))) toasts.confirm("image-saved");
  }

  #show(at: number): void {
    const row = this.all[at];
    if (row) layout.picture = row.id;
  }
}

export const pictures = new Pictures();
