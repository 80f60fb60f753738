// The pictures and files of the open chat that are in the cache, newest first.
import { ipc, type Attachments, type MessageRow } from "$lib/ipc";
import { BESIDE_MESSAGES_MS, oncePer } from "./coalesce";
import { layout } from "./layout.svelte";
import { showMessage } from "./navigation";
import { pictures } from "./pictures.svelte";

class ChatAttachments {
  #asked = 0;
  #conversation: string | null = null;
  shown = $state.raw<Attachments>({ rows: [], more: false });

  #refresh = oncePer(BESIDE_MESSAGES_MS)(() => void this.#ask());

  /** Asks for those of a conversation. */
  load(conversation: string): void {
    if (conversation === this.#conversation) return this.#refresh();
    this.shown = { rows: [], more: false };
    this.#conversation = conversation;
    void this.#ask();
  }

  /** An answer that comes after a later question is dropped. */
  async #ask(): Promise<void> {
    if (this.#conversation === null) return;
    const asked = ++this.#asked;
    const answer = await ipc.attachments(this.#conversation).catch(() => null);
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
