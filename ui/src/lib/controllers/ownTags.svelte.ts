// The tags of a conversation while the user changes them: the next change begins with the last one, not with what was kept by then.
import { errorCode, ipc } from "$lib/ipc";
import { tagFault, tidyTag } from "$lib/format/tags";

export class OwnTags {
  #conversation: string;
  #kept: () => string[];
  /** What the user wants; null where that is what is kept. */
  #wanted = $state.raw<string[] | null>(null);
  #writing = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** What is to be said of the last change, as the key of a sentence. */
  problem = $state<string | null>(null);

  constructor(conversation: string, kept: () => string[]) {
    this.#conversation = conversation;
    this.#kept = kept;
  }

  get list(): string[] {
    return this.#wanted ?? this.#kept();
  }

  /** Adds a tag; answers whether it is kept. */
  async add(typed: string): Promise<boolean> {
    const tag = tidyTag(typed);
    this.problem = tagFault(this.list, tag);
    return this.problem === null && this.#keep([...this.list, tag]);
  }

  remove(tag: string): Promise<boolean> {
    return this.#keep(this.list.filter((one) => one !== tag));
  }

  async #keep(tags: string[]): Promise<boolean> {
    this.#wanted = tags;
    this.#writing += 1;
    const writing = ipc.setTags(this.#conversation, tags).then(() => null, errorCode);
    this.#last = writing;
    const failed = await writing;
    this.#writing -= 1;
    if (failed !== null) this.problem = `error-${failed}`;
    // The row says what is kept as soon as it is read again.
    if (failed !== null || this.#isKept()) this.#wanted = null;
    return failed === null;
  }

  /** Until what was changed is on the disk, or was refused: only then does the search find it. */
  async written(): Promise<void> {
    await this.#last;
  }

  /** The row was read again. */
  onKept(): void {
    if (this.#writing === 0 || this.#isKept()) this.#wanted = null;
  }

  #isKept(): boolean {
    return this.#writing === 0 && this.#wanted?.join("\n") === this.#kept().join("\n");
  }
}
