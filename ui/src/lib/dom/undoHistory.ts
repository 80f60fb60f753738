// The steps of one field's text, to be undone and done again. Typing is undone word by word.

import { UNDO_LETTERS, UNDO_STEPS } from "$lib/limits";

/** A text with its selection. */
export type FieldState = { text: string; start: number; end: number };

type Kind = "typing" | "deleting" | "other";

const isSpace = (text: string): boolean => /^\s/u.test(text);

/** What kind of change an input event tells of. */
export function kindOf(inputType: string): Kind {
  if (/^insert(Text|CompositionText|LineBreak|Paragraph)$/.test(inputType)) return "typing";
  return /^deleteContent(Backward|Forward)$/.test(inputType) ? "deleting" : "other";
}

export class UndoHistory {
  #past: FieldState[] = [];
  #future: FieldState[] = [];
  #present: FieldState;
  #kind: Kind = "other";

  constructor(present: FieldState) {
    this.#present = present;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** The user changed the text. */
  record(next: FieldState, inputType: string): void {
    const kind = kindOf(inputType);
    if (next.text !== this.#present.text) {
      if (!this.#continues(next, kind)) this.#push(this.#present);
      this.#future = [];
      this.#kind = kind;
    }
    this.#present = next;
  }

  /** The program may have changed the text: a draft that it loads is a step, a text that it takes away is none. */
  adopt(now: FieldState): void {
    if (now.text === this.#present.text) return void (this.#present = now);
    if (now.text === "") {
      this.#past = [];
      this.#future = [];
      this.#present = now;
    } else this.record(now, "");
    this.#kind = "other";
  }

  undo(): FieldState | null {
    return this.#step(this.#past, this.#future);
  }

  redo(): FieldState | null {
    return this.#step(this.#future, this.#past);
  }

  #step(from: FieldState[], to: FieldState[]): FieldState | null {
    const next = from.pop();
    if (!next) return null;
    to.push(this.#present);
    this.#present = next;
    this.#kind = "other";
    return next;
  }

  // A change goes on with the one before where it is of its kind, begins where that ended, and begins no word.
  #continues(next: FieldState, kind: Kind): boolean {
    const { text, start, end } = this.#present;
    if (kind === "other" || kind !== this.#kind || start !== end) return false;
    if (kind === "deleting") return next.start === start || next.start < start;
    const typed = next.text.slice(start, next.start);
    const isHere = next.text.startsWith(text.slice(0, start)) && next.text.endsWith(text.slice(start));
    const beginsWord = !isSpace(typed) && isSpace(text.slice(start - 1, start));
    return isHere && !beginsWord;
  }

  #push(state: FieldState): void {
    this.#past.push(state);
    let letters = this.#past.reduce((sum, { text }) => sum + text.length, 0);
    while (this.#past.length > UNDO_STEPS || (letters > UNDO_LETTERS && this.#past.length > 1)) letters -= this.#past.shift()?.text.length ?? 0;
  }
}
