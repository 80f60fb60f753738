// One recogniser of what is read from left to right in every language: phone numbers, dates, times, order numbers,
// amounts. The shell has the same rules for notifications; both are held to `fixtures/texts/numbers.json`.
import { accountEnd, cardAt } from "./accounts";
import { digitsEnd, digitValue, isAsciiDigit, isAsciiLetter, isDash, isDigit, isSpace, isWord, letterDirection } from "./letters";
import { namesFile, unitEnd, wordsEnd } from "./numberWords";
import { dialsOn, phoneAt } from "./phones";
import type { Reader } from "./reader";

export type NumberKind = "phone" | "date" | "time" | "order" | "amount";
/** A number from a place on. One without a kind is digits alone, which need no help, or part of a Latin phrase. */
export type Found = { kind: NumberKind | null; end: number };

const DOT = 0x2e;
const COMMA = 0x2c;
const COLON = 0x3a;
const SLASH = 0x2f;
const PLUS = 0x2b;
const HASH = 0x23;
const STAR = 0x2a;
const OPEN = 0x28;
const NUMERO = 0x2116;
const TIMES = 0xd7;
const AT_SIGN = 0x40;
const CURRENCY = "$\u20AC\u00A3\u00A5\u20AA";
const JOINERS = ".,:/\\*+\u00D7\u066B\u066C";

/** Digits in groups that are no phone number. */
const FEWEST_IN_GROUPS = 9;
const LONGEST_GROUP = 6;
/** The last group of an account's number, behind the bank's and the branch's. */
const LONGEST_LAST_GROUP = 18;
const GROUPS_BEFORE_LONG = 2;
const MOST_GROUPS = 10;

const isOneOf = (set: string, code: number): boolean => code >= 0 && set.includes(String.fromCharCode(code));
const isJoiner = (code: number): boolean => isDash(code) || isOneOf(JOINERS, code);
const isPrefix = (code: number): boolean => code === PLUS || code === HASH || code === STAR || code === NUMERO || code === TIMES || code === 0xb1 || code === 0x2d || code === 0x2212 || isOneOf(CURRENCY, code);
const SUFFIXES = "%\u2030\u00B0\u00BC\u00BD\u00BE\u00D7+";
const isSuffix = (code: number): boolean => isOneOf(SUFFIXES, code) || isOneOf(CURRENCY, code);

/** Whether a number may begin with this character. */
export const beginsNumber = (code: number): boolean => isDigit(code) || code === OPEN || isPrefix(code);

/** Whether a number is a file's name (`1234.pdf`): the beginning of one says something, half of an amount would mislead. */
export const isFileName = (text: string): boolean => /^\S+\.[a-z][a-z0-9]*$/iu.test(text);

/**
 * Whether the groups of a number are laid out from left to right also in Arabic digits, whose groups run from right to left
 * even within an isolate: those of a phone number, of thousands, of a card; a range and a date are read as Arabic is.
 */
export const isInGroups = (of: NumberKind, text: string): boolean => of === "phone" || (of === "amount" && /\p{Nd}\s\p{Nd}|(?:\p{Nd}\p{Pd}\p{Nd}+){2}/u.test(text));

/** The number that begins at a place; null where there is none. */
export function numberAt(reader: Reader, at: number): Found | null {
  const before = reader.code(at - 1);
  if (isWord(before) || isDigit(before)) return null;
  // Behind a word a dash joins and is no sign: within the number it would stand on the number's other side.
  if (letterDirection(before) !== null && isDash(reader.code(at))) return null;
  const date = dateAt(reader, at);
  if (date !== null && !namesFile(reader, date)) return { kind: "date", end: date };
  const card = cardAt(reader, at);
  if (card !== null) return { kind: followsLatinWord(reader, at) ? null : "amount", end: card };
  const phone = phoneAt(reader, at);
  if (phone !== null && !namesFile(reader, phone)) return { kind: "phone", end: phone };
  const grouped = groupsAt(reader, at);
  if (grouped !== null) return { kind: followsLatinWord(reader, at) ? null : "amount", end: grouped };
  return otherAt(reader, at);
}

function value(reader: Reader, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) sum = sum * 10 + digitValue(reader.code(at));
  return sum;
}

const FIRST_YEAR = 1900;
const LAST_YEAR = 2099;

// Day, month and year with one separator, the year first or last; between spaces only as 01 02 2026, since phone numbers
// are written so too.
function dateAt(reader: Reader, at: number): number | null {
  const parts: { digits: number; value: number }[] = [];
  let separator = -1;
  let end = at;
  for (;;) {
    const to = digitsEnd(reader, end, 4);
    if (to === end || to - end > 4) return null;
    parts.push({ digits: to - end, value: value(reader, end, to) });
    end = to;
    if (parts.length === 3) break;
    const code = reader.code(end);
    if (!(code === SLASH || code === DOT || isDash(code) || isSpace(code)) || (separator >= 0 && code !== separator)) return null;
    separator = code;
    end += 1;
  }
  const next = reader.code(end);
  if (isWord(next) || isDigit(next) || (isJoiner(next) && isDigit(reader.code(end + 1)))) return null;
  const [first, middle, last] = parts;
  if (!first || !middle || !last) return null;
  const [year, one, other] = first.digits === 4 ? [first, middle, last] : [last, first, middle];
  if (isSpace(separator)) {
    const isWhole = first.digits === 2 && middle.digits === 2 && last.value >= FIRST_YEAR && last.value <= LAST_YEAR;
    if (!isWhole || (isSpace(next) && isDigit(reader.code(end + 1)) && reader.code(digitsEnd(reader, end + 1)) !== COLON)) return null;
  }
  const isDayAndMonth = one.digits <= 2 && other.digits <= 2 && one.value >= 1 && other.value >= 1 && Math.max(one.value, other.value) <= 31 && Math.min(one.value, other.value) <= 12;
  return isDayAndMonth && (year.digits === 4 || (year === last && year.digits === 2)) ? end : null;
}

// Digits in groups between single spaces: thousands (`1 250 000`), the numbers of cards and accounts. A few short ones
// are numbers beside each other.
function groupsAt(reader: Reader, at: number): number | null {
  const groups: number[] = [];
  let hard = false;
  let end = at;
  for (let from = at; groups.length < MOST_GROUPS; ) {
    const longest = groups.length < GROUPS_BEFORE_LONG ? LONGEST_GROUP : LONGEST_LAST_GROUP;
    const to = digitsEnd(reader, from, longest);
    if (to === from || to - from > longest) break;
    if (groups.length > 0 && (to - from === 1 || dialsOn(reader, from))) break;
    groups.push(to - from);
    end = to;
    if (!isSpace(reader.code(to)) || to - from > LONGEST_GROUP) break;
    hard ||= reader.code(to) !== 0x20;
    from = to + 1;
  }
  const [first, ...others] = groups;
  if (first === undefined || others.length === 0) return null;
  const isThousands = first <= 3 && others.every((size) => size === 3) && (others.length > 1 || hard);
  const isLong = groups.every((size) => size > 1) && groups.reduce((sum, size) => sum + size, 0) >= FEWEST_IN_GROUPS;
  if (!isThousands && !isLong) return null;
  if (isThousands && (reader.code(end) === DOT || reader.code(end) === COMMA) && isDigit(reader.code(end + 1))) end = digitsEnd(reader, end + 1);
  const after = reader.code(end);
  return isWord(after) || isDigit(after) || (isJoiner(after) && isDigit(reader.code(end + 1))) ? null : end;
}

// Times, order numbers, amounts, ranges: digits with single signs between them, and a sign before or after.
function otherAt(reader: Reader, at: number): Found | null {
  let next = at;
  while (next - at < 2 && isPrefix(reader.code(next))) next += 1;
  const prefix = next > at ? reader.code(next - 1) : -1;
  if (prefix === NUMERO && reader.code(next) === 0x20) next += 1;
  if (!isDigit(reader.code(next))) return prefix === HASH ? codeAt(reader, next) : null;
  const from = next;
  next = digitsEnd(reader, next);
  let joined = 0;
  let colons = 0;
  while (isJoiner(reader.code(next)) && isDigit(reader.code(next + 1))) {
    joined += 1;
    if (reader.code(next) === COLON) colons += 1;
    next = digitsEnd(reader, next + 1);
  }
  const hasSuffix = isSuffix(reader.code(next)) || (prefix === STAR && reader.code(next) === HASH);
  if (hasSuffix) next += 1;
  const bare = from === at && joined === 0 && !hasSuffix;
  const size = next - from;
  // A unit stays with its number, and so does the rest of a file's name, or of an address.
  while (isWord(reader.code(next))) next += 1;
  const alone = next;
  next = unitEnd(reader, wordsEnd(reader, next));
  const isMail = reader.code(next) === AT_SIGN && isWord(reader.code(next + 1));
  if (isMail || (bare && next === alone) || (from === at && followsLatinWord(reader, at))) return { kind: null, end: next };
  if (prefix === HASH || prefix === NUMERO) return { kind: "order", end: next };
  return { kind: colons > 0 && colons === joined && size <= 8 ? "time" : "amount", end: next };
}

// `#AV-1620`: what is an order's number elsewhere.
function codeAt(reader: Reader, at: number): Found | null {
  let next = at;
  while (isAsciiLetter(reader.code(next)) || isAsciiDigit(reader.code(next)) || (next > at && isDash(reader.code(next)) && isWord(reader.code(next + 1)))) next += 1;
  return next > at ? { kind: "order", end: next } : null;
}

/**
 * Where a Latin word that begins at a place ends, with the digits and dashes in it: `AV-2024.1` is in order as it is.
 * A phone number after a word's dot or dash is none of it; the groups of an account's number that a word begins are.
 */
export function latinWordEnd(reader: Reader, at: number): number {
  let end = accountEnd(reader, at) ?? at;
  for (;;) {
    while (isWord(reader.code(end))) end += 1;
    const code = reader.code(end);
    if (!(code === DOT || isDash(code)) || !isWord(reader.code(end + 1)) || phoneAt(reader, end + 1) !== null) return end;
    end += 1;
  }
}

const ENDS_LABEL = ":.";

/**
 * Whether a number goes on with the Latin words before it (`order #1234`, `Tel: +218 91…`): isolated, it would stand on
 * their other side. Arabic digits are written from there anyway.
 */
export function continuesLatin(reader: Reader, at: number, number: string): boolean {
  if (!/^[\x20-\x7e]+$/u.test(number)) return false;
  const endsLabel = isSpace(reader.code(at - 1)) && isOneOf(ENDS_LABEL, reader.code(at - 2)) && isAsciiLetter(reader.code(at - 3));
  return endsLabel || followsLatinWord(reader, at);
}

const LATIN_JOINERS = "/\\:=&?.,(";

// «iPhone 8.1» and `docs/12.pdf` are one phrase, which is in order as it is; apart from its word the number would stand on its other side.
function followsLatinWord(reader: Reader, at: number): boolean {
  const before = reader.code(at - 1);
  return (isSpace(before) || isDash(before) || isOneOf(LATIN_JOINERS, before)) && isAsciiLetter(reader.code(at - 2));
}
