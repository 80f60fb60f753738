// Where links and mail addresses begin and end. What of a link is the sentence's: its punctuation, the bracket that
// it stands in, and the word of another script that is written right after it.
import { digitsEnd, isAsciiDigit, isAsciiLetter, isMark, isWord } from "./letters";
import { width, type Reader } from "./reader";

const SCHEMES = ["https://", "http://", "www.", "mailto:"];
const LONGEST_LOCAL_PART = 64;
const LONGEST_DOMAIN = 253;

/** The address that a link's text stands for; null for a scheme that is not opened. */
export function linkTarget(text: string): string | null {
  if (/^https:\/\//i.test(text)) return safeAddress(text);
  if (/^www\./i.test(text)) return safeAddress(`https://${text}`);
  if (/^mailto:/i.test(text)) return safeAddress(text);
  if (/^[^\s@/:]+@[^\s@]+$/.test(text)) return safeAddress(`mailto:${text}`);
  return null;
}

function safeAddress(address: string): string | null {
  try {
    const url = new URL(address);
    const hasNoCredentials = url.username === "" && url.password === "";
    return hasNoCredentials && (url.protocol === "https:" || url.protocol === "mailto:") ? address : null;
  } catch {
    return null;
  }
}

/** Whether a link may begin with this character. */
export const beginsLink = (code: number): boolean => {
  const lower = code | 0x20;
  return lower === 0x68 || lower === 0x77 || lower === 0x6d;
};

/** Where the link that begins at a place ends; null where none begins. */
export function linkEnd(reader: Reader, at: number): number | null {
  const before = reader.code(at - 1);
  if (isAsciiLetter(before) || isAsciiDigit(before)) return null;
  const scheme = SCHEMES.find((word) => startsWith(reader, at, word));
  if (scheme === undefined) return null;
  const from = at + scheme.length;
  const end = trimmedEnd(reader, from, bodyEnd(reader, from), before);
  if (end === from || (scheme === "www." && !hasDot(reader, from, end))) return null;
  return end;
}

const SLASH = 0x2f;
const COLON = 0x3a;
const MOST_IN_PORT = 5;

/** Where an address ends that no program opens: one without a scheme but with a path (`wa.me/218…`), or with another scheme. */
export function bareAddressEnd(reader: Reader, at: number): number | null {
  let end = at;
  let dot = -1;
  for (; end - at <= LONGEST_DOMAIN && isDomain(reader.code(end)); end += 1) if (reader.code(end) === 0x2e) dot = end;
  const hasScheme = dot < 0 && reader.code(end) === COLON && reader.code(end + 1) === SLASH && reader.code(end + 2) === SLASH;
  if (!hasScheme) {
    if (dot < 0 || end - dot < 3) return null;
    for (let place = dot + 1; place < end; place += 1) if (!isAsciiLetter(reader.code(place))) return null;
    if (reader.code(end) === COLON) end = digitsEnd(reader, end + 1, MOST_IN_PORT);
    if (reader.code(end) !== SLASH) return null;
  }
  const from = hasScheme ? end + 3 : end + 1;
  return trimmedEnd(reader, from, bodyEnd(reader, from), reader.code(at - 1));
}

function startsWith(reader: Reader, at: number, word: string): boolean {
  for (let step = 0; step < word.length; step += 1) {
    const code = reader.code(at + step);
    if ((isAsciiLetter(code) ? code | 0x20 : code) !== word.charCodeAt(step)) return false;
  }
  return true;
}

function hasDot(reader: Reader, from: number, end: number): boolean {
  for (let at = from; at < end; at += 1) if (reader.code(at) === 0x2e) return true;
  return false;
}

const PAIRS: Record<string, string> = { ")": "(", "]": "[" };
// After these a part of an address may be in another script: `https://e.org/طلب`, `?q=طلب`.
const PART_ENDS = "/=&#%";
// After these only where the part before was in another script: `/طلب-pizza`, but not `/abc-شكرا`.
const PART_JOINS = "-_+.";
const PUNCTUATION = "!$'*,:;?@~";

const SENTENCE_ENDS = ".,;:!?'*~([";

// Cyrillic and Greek letters look like Latin ones: a host may mix them, and it is shown whole, and asked about.
type Script = "european" | "other" | null;

/** Where the characters of an address end: at a space, a quote, a closing bracket too many, a word of another script. */
function bodyEnd(reader: Reader, from: number): number {
  const open: string[] = [];
  let at = from;
  // The script of the part that is read: that of its first letter.
  let script: Script = null;
  while (at < reader.length) {
    const point = reader.point(at);
    const next: Script | undefined = point < 0x80 ? afterAscii(point, script, open) : afterOther(point, script);
    if (next === undefined) return at;
    script = next;
    at += width(point);
  }
  return at;
}

/** The script after an ASCII character; undefined where the address ends before it. */
function afterAscii(code: number, script: Script, open: string[]): Script | undefined {
  const letter = String.fromCharCode(code);
  if (isAsciiLetter(code)) return script === "other" ? undefined : "european";
  if (isAsciiDigit(code)) return script ?? "european";
  if (PART_ENDS.includes(letter)) return null;
  if (PART_JOINS.includes(letter)) return script === "other" ? null : script;
  if (PUNCTUATION.includes(letter)) return script ?? "european";
  if (letter === "(" || letter === "[") {
    open.push(letter);
    return script;
  }
  return letter in PAIRS && open.pop() === PAIRS[letter] ? script : undefined;
}

function afterOther(point: number, script: Script): Script | undefined {
  const isJoiner = point === 0x200c || point === 0x200d;
  if (isMark(point) || isJoiner) return script === null || (isJoiner && script === "european") ? undefined : script;
  const letter = String.fromCodePoint(point);
  if (!/[\p{L}\p{N}]/u.test(letter)) return undefined;
  const its = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u.test(letter) ? "european" : "other";
  return script === null || script === its ? its : undefined;
}

/** Leaves out the sentence's punctuation at the end, and the mark of emphasis whose pair stands before the link. */
function trimmedEnd(reader: Reader, from: number, bodyEndsAt: number, before: number): number {
  // A dash between a link and a word of another script is the sentence's too.
  const next = reader.point(bodyEndsAt);
  const ends = next > 0x7f && /\p{L}/u.test(String.fromCodePoint(next)) ? `${SENTENCE_ENDS}${PART_JOINS}` : SENTENCE_ENDS;
  let end = bodyEndsAt;
  for (; end > from; end -= 1) {
    const code = reader.code(end - 1);
    const letter = String.fromCharCode(code);
    if (!ends.includes(letter) && !(code === before && "_*~'".includes(letter))) break;
  }
  return end;
}

/** The mail address around the `@` at a place, not before `since`; null where there is none. */
export function mailAddress(reader: Reader, at: number, since: number): { from: number; end: number } | null {
  let from = at;
  while (from > since && at - from <= LONGEST_LOCAL_PART && isLocalPart(reader.code(from - 1))) from -= 1;
  while (from < at && !isWord(reader.code(from))) from += 1;
  if (from === at || at - from > LONGEST_LOCAL_PART) return null;
  let end = at + 1;
  while (end - at <= LONGEST_DOMAIN && isDomain(reader.code(end))) end += 1;
  // A longer run is nobody's domain.
  if (isDomain(reader.code(end))) return null;
  while (end > at && !isWord(reader.code(end - 1))) end -= 1;
  const domain = reader.text.slice(at + 1, end);
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+$/iu.test(domain) ? { from, end } : null;
}

const isLocalPart = (code: number): boolean => isWord(code) || code === 0x2e || code === 0x2b || code === 0x2d;
const isDomain = (code: number): boolean => isAsciiLetter(code) || isAsciiDigit(code) || code === 0x2e || code === 0x2d;
