// What leaves a while after it was asked for, so that it can be taken back: resolving, closing, reading. One step at a
// time: the next sends the one before. At the end of the program, before the window locks and before a sign-out it
// leaves at once: whoever quits has decided.
import { errorCode, type ConversationRow } from "$lib/ipc";
import { UNDO_MS } from "$lib/limits";
import { toasts } from "./toasts.svelte";

/** How long the end of the program waits for the answer. */
const FLUSH_MS = 3_000;

type Step = {
  /** The chats that it is about, as they were when it was asked for. */
  rows: ConversationRow[];
  /** The text of the toast that offers the way back. */
  text: string;
  /** Sends it for one chat. */
  send: (row: ConversationRow) => Promise<unknown>;
  /** What is to be done when it is taken back. */
  undone?: () => void;
};

const idsOf = (step: Step): string[] => step.rows.map((row) => row.id);

class Deferred {
  /** The chats whose step waits or is on its way. */
  ids = $derived.by<ReadonlySet<string>>(() => new Set([...this.#waiting, ...this.#leaving]));
  #waiting = $state.raw<string[]>([]);
  #leaving = $state.raw<string[]>([]);
  #step: Step | null = null;
  #toast = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  get waits(): boolean {
    return this.#step !== null;
  }

  start(step: Step): void {
    void this.flush();
    this.#step = step;
    this.#waiting = idsOf(step);
    this.#toast = toasts.offerUndo(step.text, () => this.undo());
    this.#timer = setTimeout(() => void this.#send(), UNDO_MS);
  }

  undo(): void {
    const step = this.#take();
    step?.undone?.();
  }

  /** Sends at once what still waits; resolves when it was answered, or after a few seconds. */
  async flush(): Promise<void> {
    if (this.#step === null) return;
    const late = new Promise<void>((done) => setTimeout(done, FLUSH_MS));
    await Promise.race([this.#send(), late]);
  }

  async #send(): Promise<void> {
    const step = this.#take();
    if (step === null) return;
    const ids = idsOf(step);
    this.#leaving = [...this.#leaving, ...ids];
    const outcomes = await Promise.allSettled(step.rows.map((row) => step.send(row)));
    this.#leaving = this.#leaving.filter((id) => !ids.includes(id));
    const failed = outcomes.find((one) => one.status === "rejected");
    if (failed) toasts.notifyFailure(errorCode(failed.reason));
  }

  #take(): Step | null {
    const step = this.#step;
    clearTimeout(this.#timer);
    toasts.dismiss(this.#toast);
    this.#step = null;
    this.#waiting = [];
    return step;
  }
}

export const deferred = new Deferred();
