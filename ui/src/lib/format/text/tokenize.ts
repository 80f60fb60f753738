// Splits typed text into tokens: plain text, links, invisible marks of direction, and numbers, which keep their order
// inside Arabic. Each letter is read a bounded number of times, whatever the text is. Tokens are text, never markup.
import { rememberPoints, rememberTexts } from "../remembered";
import { isAsciiLetter, isMark, isSpace, isWord } from "./letters";
import { bareAddressEnd, beginsLink, linkEnd, linkTarget, mailAddress } from "./links";
import { betweenMarks, markName } from "./marks";
import { beginsNumber, continuesLatin, latinWordEnd, numberAt, type Found, type NumberKind } from "./numbers";
import { Reader, width } from "./reader";
import { MARKS_PER_LETTER, SPACES_IN_A_ROW } from "$lib/limits";

export type Token =
  | { kind: "text"; text: string }
  | { kind: "link"; text: string; href: string }
  /** An address that is not opened; it is kept together all the same. */
  | { kind: "address"; text: string }
  | { kind: "mark"; name: string }
  /** One that is joined goes on with the Latin words before it, and is not isolated from them. */
  | { kind: "number"; of: NumberKind; text: string; joined: boolean };

const AT_SIGN = 0x40;
const TAB = 0x09;

const isBlankSpace = (point: number): boolean => point === TAB || isSpace(point);

export const tokenize: (typed: string) => readonly Token[] = rememberTexts((typed) => readTokens(new Reader(typed)));

export const readTokens = (reader: Reader): Token[] => new Tokenizer(reader).run();

/** Whether no token begins or ends at a character, as at nearly every letter of an Arabic text. */
const isPlain = rememberPoints(
  (point) => markName(point) === undefined && !isAsciiLetter(point) && point !== AT_SIGN && !beginsNumber(point) && !isMark(point) && !isBlankSpace(point),
);

class Tokenizer {
  #tokens: Token[] = [];
  /** Where the plain text begins that is not a token yet. */
  #plainFrom = 0;
  #at = 0;

  constructor(readonly reader: Reader) {}

  run(): Token[] {
    while (this.#at < this.reader.length) this.#step(this.reader.point(this.#at));
    this.#endPlain(this.reader.length);
    return this.#tokens;
  }

  #step(point: number): void {
    if (isPlain(point)) this.#at += width(point);
    else if (markName(point) !== undefined) this.#mark(point);
    else if (isAsciiLetter(point)) this.#latin(point);
    else if (point === AT_SIGN) this.#mail();
    else if (beginsNumber(point)) this.#number();
    else if (isMark(point)) this.#keepFirst(MARKS_PER_LETTER, isMark);
    else this.#keepFirst(SPACES_IN_A_ROW, isBlankSpace);
  }

  #latin(point: number): void {
    const end = beginsLink(point) ? linkEnd(this.reader, this.#at) : null;
    if (end !== null) return this.#link(this.#at, end);
    if (isWord(this.reader.code(this.#at - 1))) return void (this.#at += 1);
    const address = bareAddressEnd(this.reader, this.#at);
    if (address !== null) this.#add({ kind: "address", text: this.reader.text.slice(this.#at, address) }, this.#at, address);
    else this.#at = latinWordEnd(this.reader, this.#at);
  }

  #mail(): void {
    const mail = mailAddress(this.reader, this.#at, this.#plainFrom);
    if (mail) this.#link(mail.from, mail.end);
    else this.#handle();
  }

  // `@name`: the sign stays before its name.
  #handle(): void {
    const from = this.#at;
    const isHandle = isAsciiLetter(this.reader.code(from + 1)) && !isWord(this.reader.code(from - 1));
    const end = isHandle ? latinWordEnd(this.reader, from + 1) : from + 1;
    if (isHandle) this.#add({ kind: "address", text: this.reader.text.slice(from, end) }, from, end);
    else this.#at = end;
  }

  #link(from: number, end: number): void {
    const text = this.reader.text.slice(from, end);
    const href = linkTarget(text);
    this.#add(href === null ? { kind: "address", text } : { kind: "link", text, href }, from, end);
  }

  #number(): void {
    const found = numberAt(this.reader, this.#at);
    if (found === null) this.#at += 1;
    else if (found.kind === null) this.#at = found.end;
    else this.#addNumber(found, this.#at, found.end);
  }

  // Marks around one number, as contact cards add them, do what the number's token does; others are shown.
  #mark(code: number): void {
    const between = betweenMarks(this.reader, this.#at, (from) => numberAt(this.reader, from));
    if (between !== null) {
      const { from, found, end } = between;
      this.#add({ kind: "number", of: found.kind ?? "amount", text: this.reader.text.slice(from, found.end), joined: false }, this.#at, end);
    } else {
      this.#add({ kind: "mark", name: markName(code) ?? "?" }, this.#at, this.#at + 1);
    }
  }

  // Of a heap of marks on one letter, and of spaces in a row, the first are drawn.
  #keepFirst(most: number, belongs: (point: number) => boolean): void {
    let count = 0;
    let keptTo = this.#at;
    for (let point = this.reader.point(this.#at); belongs(point); point = this.reader.point(this.#at)) {
      this.#at += width(point);
      count += 1;
      if (count === most) keptTo = this.#at;
    }
    if (count <= most) return;
    this.#endPlain(keptTo);
    this.#plainFrom = this.#at;
  }

  #addNumber(found: Found, from: number, end: number): void {
    if (found.kind === null) return;
    const text = this.reader.text.slice(from, found.end);
    this.#add({ kind: "number", of: found.kind, text, joined: continuesLatin(this.reader, from, text) }, from, end);
  }

  #add(token: Token, from: number, end: number): void {
    this.#endPlain(from);
    this.#tokens.push(token);
    this.#plainFrom = end;
    this.#at = end;
  }

  #endPlain(end: number): void {
    if (end <= this.#plainFrom) return;
    const text = this.reader.text.slice(this.#plainFrom, end);
    const last = this.#tokens.at(-1);
    if (last?.kind === "text") last.text += text;
    else this.#tokens.push({ kind: "text", text });
  }
}
