// What a page asks for when it is opened and goes on showing: the answer, or why there is none.
import { errorCode } from "$lib/ipc";
import { toasts } from "./toasts.svelte";

export class Asked<Answer> {
  /** `null` until it was answered. */
  answer = $state.raw<Answer | null>(null);
  /** Why there is no answer to show. */
  failure = $state<string | null>(null);
  readonly #ask: () => Promise<Answer>;
  #asked = 0;
  #underway: Promise<void> | null = null;

  constructor(ask: () => Promise<Answer>) {
    this.#ask = ask;
  }

  /** Asks anew. The answer to an earlier question no longer counts; beside an answer that is shown a failure is a toast. */
  load(): Promise<void> {
    return (this.#underway = this.#take(++this.#asked));
  }

  /** Asks unless the answer is there or on its way. */
  async ensure(): Promise<void> {
    if (this.answer === null) await (this.#underway ?? this.load());
  }

  /** Somebody else is signed in: nothing of before is shown, nor what is on its way. */
  forget(): void {
    this.#asked += 1;
    this.#underway = null;
    this.answer = null;
    this.failure = null;
  }

  async #take(asked: number): Promise<void> {
    try {
      const answer = await this.#ask();
      if (asked !== this.#asked) return;
      this.answer = answer;
      this.failure = null;
    } catch (thrown) {
      if (asked !== this.#asked) return;
      const code = errorCode(thrown);
      if (this.answer === null) this.failure = code;
      else toasts.notifyFailure(code);
    }
    this.#underway = null;
  }
}
