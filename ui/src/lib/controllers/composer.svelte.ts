// The composer's text. It is saved as the chat's draft while it is typed, cleared by the send that queues
// it, and restored when the send fails.
import { errorCode, ipc, type Schedule } from "$lib/ipc";
import { disk } from "./disk.svelte";
import { preferences } from "./preferences.svelte";
import { session } from "./session.svelte";
import { toasts } from "./toasts.svelte";

const SAVE_AFTER_MS = 300;

function queueMessage(conversation: string, text: string, schedule: Schedule | null): Promise<string> {
  if (schedule) return ipc.sendLater(conversation, text, schedule);
  // A customer's words leave at once.
  const seconds = session.me?.role === "user" ? 0 : preferences.value.takeBackSeconds;
  return seconds > 0 ? ipc.sendWithTakeBack(conversation, text, seconds) : ipc.send(conversation, text);
}

class Composer {
  conversation = $state<string | null>(null);
  text = $state("");

  // Drafts that could not be written, by conversation.
  #unsaved = new Map<string, string>();
  #saved = "";
  #touched = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving = Promise.resolve();
  #adding = Promise.resolve();

  /** A chat was opened with this draft. */
  open(conversation: string, draft: string | null): void {
    this.conversation = conversation;
    this.#saved = draft ?? "";
    this.text = this.#unsaved.get(conversation) ?? this.#saved;
    this.#touched = this.#unsaved.delete(conversation);
  }

  /** Takes over the stored draft unless the user has typed since. */
  applyStoredDraft(conversation: string, draft: string | null): void {
    if (conversation !== this.conversation || this.#touched) return;
    this.text = draft ?? "";
    this.#saved = this.text;
  }

  type(text: string): void {
    this.text = text;
    this.#touched = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), SAVE_AFTER_MS);
  }

  /** Writes a changed draft now; resolves once every running write is done. */
  save(): Promise<void> {
    clearTimeout(this.#timer);
    const { conversation, text } = this;
    if (conversation === null || text === this.#saved) return this.#saving;
    this.#saved = text;
    return (this.#saving = this.#write(conversation, text));
  }

  async #write(conversation: string, text: string): Promise<void> {
    try {
      await ipc.saveDraft(conversation, text);
      disk.onWritten();
    } catch (thrown) {
      if (conversation !== this.conversation) this.#unsaved.set(conversation, text);
      else if (this.#saved === text) this.#saved = "\0";
      toasts.notifyFailure(errorCode(thrown));
    }
  }

  /** Appends a text to a chat's draft. Calls run one after another: each reads the draft that the last one wrote. */
  appendToDraft(conversation: string, text: string): Promise<void> {
    return (this.#adding = this.#adding.then(() => this.#add(conversation, text)));
  }

  async #add(conversation: string, text: string): Promise<void> {
    const appended = (draft: string) => (draft === "" ? text : `${draft}\n${text}`);
    if (conversation === this.conversation) return this.type(appended(this.text));
    const draft = await ipc.conversation(conversation).then((row) => row.draft ?? "", () => "");
    // The chat may have been opened meanwhile.
    if (conversation === this.conversation) return this.type(appended(this.text));
    const whole = appended(this.#unsaved.get(conversation) ?? draft);
    await ipc.saveDraft(conversation, whole).catch(() => this.#unsaved.set(conversation, whole));
  }

  close(): void {
    void this.save();
    this.conversation = null;
    this.text = "";
    this.#saved = "";
    this.#touched = false;
  }

  /** A message of a chat is its draft's beginning again; what was typed while the store was asked follows it. */
  takeOver(conversation: string, message: string, draft: string): void {
    if (conversation !== this.conversation) return;
    const typed = this.text !== this.#saved;
    this.#saved = draft;
    this.type(typed && this.text !== "" ? `${message}\n${this.text}` : draft);
  }

  /** Queues the text and answers whether it is on disk. */
  async send(schedule: Schedule | null = null): Promise<boolean> {
    const { conversation, text } = this;
    if (conversation === null || text.trim() === "") return false;
    clearTimeout(this.#timer);
    this.text = "";
    this.#saved = "";
    this.#touched = true;
    try {
      await queueMessage(conversation, text, schedule);
      disk.onWritten();
      return true;
    } catch (thrown) {
      this.#restore(conversation, text);
      toasts.notifyFailure(errorCode(thrown));
      return false;
    }
  }

  // Puts the text of a failed send back into the field, before what was typed since.
  #restore(conversation: string, text: string): void {
    if (conversation === this.conversation) this.type(this.text === "" ? text : `${text}\n${this.text}`);
    else void ipc.saveDraft(conversation, text).catch(() => this.#unsaved.set(conversation, text));
  }
}

export const composer = new Composer();
