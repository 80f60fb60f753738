// The pictures and files of the open chat that are in the cache, newest first.
import { ipc, type Attachments, type MessageRow } from "$lib/ipc";
import { layout } from "./layout.svelte";
import { showMessage } from "./navigation";
import { pictures } from "./pictures.svelte";

class ChatAttachments {
  #asked = 0;
  #conversation: string | null = null;
  shown = $state.raw<Attachments>({ rows: [], more: false });

  /** Asks for those of a conversation. An answer that comes after a later question is dropped. */
  async load(conversation: string): Promise<void> {
    const asked = ++this.#asked;
    if (conversation !== this.#conversation) this.shown = { rows: [], more: false };
    this.#conversation = conversation;
    const answer = await ipc.attachments(conversation).catch(() => null);
    if (answer && asked === this.#asked) this.shown = answer;
  }

  /** Shows a picture over everything where its message is loaded; otherwise leads to the message. */
  open(row: MessageRow): void {
    if (row.id === null || row.createdAt === null) return;
    if (pictures.all.some(({ id }) => id === row.id)) layout.picture = row.id;
    else showMessage(row.conversation, { createdAt: row.createdAt, id: row.id });
  }
}

export const attachments = new ChatAttachments();
