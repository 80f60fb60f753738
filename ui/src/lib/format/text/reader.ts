// A text that is read letter by letter. It counts what is read: work that grows faster than the text is a test's failure.

export class Reader {
  /** How many letters were read. */
  reads = 0;

  constructor(readonly text: string) {}

  get length(): number {
    return this.text.length;
  }

  /** The UTF-16 code at a place; -1 outside the text. */
  code(at: number): number {
    this.reads += 1;
    return at >= 0 && at < this.text.length ? this.text.charCodeAt(at) : -1;
  }

  /** The whole character that begins at a place; -1 outside the text. */
  point(at: number): number {
    this.reads += 1;
    return this.text.codePointAt(at) ?? -1;
  }
}

/** The number of UTF-16 codes of a character. */
export const width = (point: number): number => (point > 0xffff ? 2 : 1);
