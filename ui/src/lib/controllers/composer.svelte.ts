// The composer's text. It is saved as the chat's draft while it is typed, cleared by the send that queues
// it, and restored when the send fails. Each pane has a composer of its own.
import { isTooLongToKeep } from "$lib/format/messageLength";
import { errorCode, ipc, type Schedule } from "$lib/ipc";
import { active } from "./active.svelte";
import { disk } from "./disk.svelte";
import { preferences } from "./preferences.svelte";
import { session } from "./session.svelte";
import { toasts } from "./toasts.svelte";
import { forgetAllWritten, forgetWritten, writingDraft, writtenDraft } from "./writtenDrafts";

const SAVE_AFTER_MS = 300;
/** Whoever types without a pause has the text written this often: a power cut costs no more than that. */
export const SAVE_AT_LATEST_MS = 2_000;

function queueMessage(conversation: string, text: string, schedule: Schedule | null): Promise<string> {
  if (schedule) return ipc.sendLater(conversation, text, schedule);
  // A customer's words leave at once.
  const seconds = session.me?.role === "user" ? 0 : preferences.value.takeBackSeconds;
  return seconds > 0 ? ipc.sendWithTakeBack(conversation, text, seconds) : ipc.send(conversation, text);
}

/** The composers of the open chats, by conversation. */
const open = new Map<string, Composer>();
/** Drafts that could not be written, by conversation; those too long for it among them. */
const unsaved = new Map<string, string>();
let saving: Promise<unknown> = Promise.resolve();
let adding = Promise.resolve();

/** Writes every changed draft now; resolves once every running write is done. */
export async function saveDrafts(): Promise<void> {
  for (const composer of open.values()) void composer.save();
  await saving;
}

/** Forgets what is typed and not written: no text of one account may be seen, or kept, under another. */
export function forgetDrafts(): void {
  for (const composer of open.values()) composer.empty();
  open.clear();
  unsaved.clear();
  forgetAllWritten();
}

/** Appends a text to a chat's draft. Calls run one after another: each reads the draft that the last one wrote. */
export function appendToDraft(conversation: string, text: string): Promise<void> {
  return (adding = adding.then(() => addToDraft(conversation, text)));
}

async function addToDraft(conversation: string, text: string): Promise<void> {
  if (open.get(conversation)?.append(text)) return;
  const draft = await ipc.conversation(conversation).then((row) => row.draft ?? "", () => "");
  // The chat may have been opened meanwhile.
  if (open.get(conversation)?.append(text)) return;
  await keepAside(conversation, appended(unsaved.get(conversation) ?? draft, text));
}

/** Keeps a text as the draft of a chat that is not open. What cannot be written is kept here. */
async function keepAside(conversation: string, text: string): Promise<void> {
  forgetWritten(conversation);
  if (isTooLongToKeep(text)) return void unsaved.set(conversation, text);
  await ipc.saveDraft(conversation, text).then(
    () => unsaved.delete(conversation),
    () => unsaved.set(conversation, text),
  );
}

/** A message of a chat is its draft's beginning again; what was typed while the store was asked follows it. */
export function takeOverDraft(conversation: string, message: string, draft: string): void {
  forgetWritten(conversation);
  open.get(conversation)?.takeOver(message, draft);
}

const appended = (draft: string, text: string) => (draft === "" ? text : `${draft}\n${text}`);

export class Composer {
  conversation = $state<string | null>(null);
  text = $state("");
  /** The text was not sent because something came that was not seen; until it is typed on or sent. */
  heldBack = $state(false);

  /** The text is too long to be kept as a draft: what was kept before stays until it is shorter. */
  readonly unkept = $derived(isTooLongToKeep(this.text));

  #saved = "";
  #touched = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Since when what is typed has not been written; null where all of it was. */
  #unsavedSince: number | null = null;

  /** A chat was opened with this draft, as far as its row knows. */
  open(conversation: string, draft: string | null): void {
    const written = writtenDraft(conversation);
    this.conversation = conversation;
    open.set(conversation, this);
    this.#saved = written?.text ?? draft ?? "";
    this.text = unsaved.get(conversation) ?? this.#saved;
    this.heldBack = false;
    this.#touched = unsaved.delete(conversation) || written?.underWay === true;
  }

  /** Takes over the stored draft unless the user has typed since. */
  applyStoredDraft(conversation: string, draft: string | null): void {
    if (conversation !== this.conversation || this.#touched) return;
    this.text = draft ?? "";
    this.#saved = this.text;
  }

  type(text: string): void {
    this.text = text;
    this.heldBack = false;
    this.#touched = true;
    clearTimeout(this.#timer);
    const now = performance.now();
    this.#unsavedSince ??= now;
    const left = this.#unsavedSince + SAVE_AT_LATEST_MS - now;
    this.#timer = setTimeout(() => void this.save(), Math.max(0, Math.min(SAVE_AFTER_MS, left)));
  }

  /** Writes a changed draft now; resolves once every running write is done. */
  async save(): Promise<void> {
    this.#stopTimer();
    const { conversation, text } = this;
    if (conversation !== null && text !== this.#saved) {
      this.#saved = text;
      saving = Promise.all([saving, this.#write(conversation, text)]);
    }
    await saving;
  }

  async #write(conversation: string, text: string): Promise<void> {
    // It is said at the field; the disk is not asked at each pause.
    if (isTooLongToKeep(text)) return void unsaved.set(conversation, text);
    try {
      await writingDraft(conversation, text, () => ipc.saveDraft(conversation, text));
      unsaved.delete(conversation);
      disk.onWritten();
    } catch (thrown) {
      if (conversation !== this.conversation) unsaved.set(conversation, text);
      else if (this.#saved === text) this.#saved = "\0";
      toasts.notifyFailure(errorCode(thrown));
    }
  }

  /** Adds a text to what is written; answers whether a chat is open. */
  append(text: string): boolean {
    if (this.conversation !== null) this.type(appended(this.text, text));
    return this.conversation !== null;
  }

  close(): void {
    void this.save();
    if (this.conversation !== null) open.delete(this.conversation);
    this.empty();
  }

  /** Shows no chat, and keeps nothing of what was typed. */
  empty(): void {
    this.#stopTimer();
    this.conversation = null;
    this.text = "";
    this.#saved = "";
    this.#touched = false;
  }

  /** A message is the draft's beginning again; what was typed while the store was asked follows it. */
  takeOver(message: string, draft: string): void {
    const typed = this.text !== this.#saved;
    this.#saved = draft;
    this.type(typed && this.text !== "" ? `${message}\n${this.text}` : draft);
  }

  /** Queues the text and answers whether it is on disk. */
  async send(schedule: Schedule | null = null): Promise<boolean> {
    const { conversation, text } = this;
    if (conversation === null || text.trim() === "") return false;
    this.#stopTimer();
    this.text = "";
    this.heldBack = false;
    this.#saved = "";
    this.#touched = true;
    try {
      await writingDraft(conversation, "", () => queueMessage(conversation, text, schedule));
      disk.onWritten();
      return true;
    } catch (thrown) {
      this.#restore(conversation, text);
      toasts.notifyFailure(errorCode(thrown));
      return false;
    }
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#unsavedSince = null;
  }

  // Puts the text of a failed send back into the field, before what was typed since.
  #restore(conversation: string, text: string): void {
    const shown = open.get(conversation);
    if (shown) shown.type(shown.text === "" ? text : `${text}\n${shown.text}`);
    else void keepAside(conversation, text);
  }
}

export const activeComposer = active(new Composer());
/** The active pane's composer. */
export const composer = activeComposer.object;
