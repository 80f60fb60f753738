// The files that are about to be sent in a chat, and how far those are that leave. Until they are queued they stay
// here, by chat: a file that is refused is shown again, not lost.
import { SvelteMap } from "svelte/reactivity";
import { errorCode, ipc, mostFileBytes, type UploadProgress } from "$lib/ipc";
import { fileBytes } from "$lib/dom/fileBytes";
import { disk } from "./disk.svelte";
import { preferences } from "./preferences.svelte";
import { session } from "./session.svelte";
import { toasts } from "./toasts.svelte";
import { STAGED_FILES } from "$lib/limits";

export type StagedFile = { key: number; file: File; name: string };

class Attach {
  /** How far the uploads under way are, by local id. */
  readonly uploads = new SvelteMap<string, UploadProgress>();
  #staged = new SvelteMap<string, StagedFile[]>();
  #next = 1;
  #sending = $state.raw<ReadonlySet<string>>(new Set());
  #pickers = new Map<string, () => void>();

  /** Whether files can be sent: the settings name an endpoint, or the demo's server takes them. */
  get offered(): boolean {
    return session.demo || preferences.value.uploadEndpoint !== "";
  }

  /** What is about to be sent in a chat. */
  in(conversation: string | null): StagedFile[] {
    return conversation === null ? [] : (this.#staged.get(conversation) ?? []);
  }

  isSending(conversation: string | null): boolean {
    return conversation !== null && this.#sending.has(conversation);
  }

  /** Takes files up that were chosen, dropped or pasted; each that cannot be sent says why. */
  add(conversation: string, files: Iterable<File>): void {
    if (!this.offered) return;
    const staged = [...this.in(conversation)];
    for (const file of files) {
      if (staged.length >= STAGED_FILES) toasts.notifyFailure("too-many-files");
      else if (file.size === 0) toasts.notifyFailure("file-empty");
      else if (file.size > mostFileBytes) toasts.notifyFailure("file-too-large");
      else staged.push({ key: this.#next++, file, name: file.name });
    }
    this.#staged.set(conversation, staged);
  }

  remove(conversation: string, key: number): void {
    this.#staged.set(
      conversation,
      this.in(conversation).filter((one) => one.key !== key),
    );
  }

  /** Queues what is about to be sent, in order; answers whether all of it is on disk. */
  async send(conversation: string): Promise<boolean> {
    if (this.#sending.has(conversation)) return false;
    this.#sending = new Set([...this.#sending, conversation]);
    try {
      for (const { key, file, name } of this.in(conversation)) {
        await ipc.sendFile(conversation, name, file.type, await fileBytes(file));
        this.remove(conversation, key);
        disk.onWritten();
      }
      return true;
    } catch (thrown) {
      toasts.notifyFailure(errorCode(thrown));
      return false;
    } finally {
      this.#sending = new Set([...this.#sending].filter((one) => one !== conversation));
    }
  }

  /** A chat's composer that is on screen says how its file dialog is opened. */
  offerPicker(conversation: string, open: () => void): () => void {
    this.#pickers.set(conversation, open);
    return () => {
      if (this.#pickers.get(conversation) === open) this.#pickers.delete(conversation);
    };
  }

  /** Opens the file dialog of a chat's composer; answers false where there is none now. */
  choose(conversation: string): boolean {
    const open = this.#pickers.get(conversation);
    open?.();
    return open !== undefined;
  }

  onUploads(uploads: UploadProgress[]): void {
    const known = new Set(uploads.map((one) => one.localId));
    for (const id of [...this.uploads.keys()]) if (!known.has(id)) this.uploads.delete(id);
    for (const upload of uploads) this.uploads.set(upload.localId, upload);
  }

  /** No file of one account may be sent under another. */
  forgetStaged(): void {
    this.#staged.clear();
  }
}

export const attach = new Attach();
