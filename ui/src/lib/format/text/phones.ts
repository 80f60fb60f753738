// Phone numbers, as people write them. The shell has the same rules (`src-tauri/src/texts/phones.rs`).
import { digitsEnd, digitValue, isDash, isDigit, isSpace, isWord } from "./letters";
import type { Reader } from "./reader";

const OPEN = 0x28;
const CLOSE = 0x29;
const COMMA = 0x2c;
const PLUS = 0x2b;
const DOT = 0x2e;
const SLASH = 0x2f;
const COLON = 0x3a;
const UNDERSCORE = 0x5f;
const MIDDLE_DOT = 0xb7;
const ARABIC_COMMA = 0x60c;
const TATWEEL = 0x640;

/** A phone number has at most so many digits, with the prefix for abroad. */
const MOST_DIGITS = 17;
const FEWEST_DIGITS = 7;
/** A run of digits alone is a phone number from so many on. */
const FEWEST_IN_ONE_RUN = 9;
/** No number within a country has more. */
const MOST_WITHIN_COUNTRY = 12;
/** With a plus, or with 00: fewer are an amount, or an order's number that begins with zeros. */
const FEWEST_AFTER_PLUS = 9;
const FEWEST_AFTER_ZEROS = 11;
/** With 00; more are an account's. */
const MOST_AFTER_ZEROS = 15;
const MOST_BETWEEN_GROUPS = 3;
const FEWEST_BETWEEN_COMMAS = 9;
/** Libya's code, which people leave the plus out of; with it a number has so many digits. */
const LIBYA = 218;
const LIBYAN_DIGITS = 12;

/** How a number begins; `apart`: its plus or its zero stands alone before it. */
type Beginning = { from: number; plus: boolean; zero: boolean; abroad: boolean; apart: boolean; libyan: boolean };

const isComma = (code: number): boolean => code === COMMA || code === ARABIC_COMMA;

const isZero = (reader: Reader, at: number): boolean => isDigit(reader.code(at)) && digitValue(reader.code(at)) === 0;

function beginningAt(reader: Reader, at: number): Beginning | null {
  let plus = reader.code(at) === PLUS;
  let from = plus ? at + 1 : at;
  const plusApart = plus && isSpace(reader.code(from)) && isDigit(reader.code(from + 1));
  if (plusApart) from += 1;
  // «5 + 218…» is a sum.
  if (plusApart && isSpace(reader.code(at - 1)) && isDigit(reader.code(at - 2))) return null;
  const opens = reader.code(from) === OPEN;
  const first = opens ? from + 1 : from;
  if (opens && reader.code(first) === PLUS) plus = true;
  const zero = isZero(reader, first);
  const abroad = zero && isZero(reader, first + 1);
  if (abroad && isZero(reader, first + 2)) return null;
  const libyan = !plus && !opens && beginsWithLibya(reader, first);
  if (!plus && !zero && !opens && !libyan) return null;
  const zeroApart = !plus && !opens && zero && !isDigit(reader.code(first + 1));
  return { from, plus, zero, abroad, apart: plusApart || zeroApart, libyan };
}

function beginsWithLibya(reader: Reader, at: number): boolean {
  let code = 0;
  for (let next = at; next < at + 3; next += 1) {
    if (!isDigit(reader.code(next))) return false;
    code = code * 10 + digitValue(reader.code(next));
  }
  return code === LIBYA;
}

/** What has so many digits is whole: what follows after a space is something else. */
function wholeFrom({ plus, abroad, zero, apart, libyan }: Beginning): number {
  if (libyan) return LIBYAN_DIGITS;
  if (plus) return 11;
  return abroad ? 13 : zero && apart ? 10 : 9;
}

function hasEnough({ plus, abroad, apart, libyan }: Beginning, total: number, groups: number): boolean {
  if (libyan) return total === LIBYAN_DIGITS;
  if (plus) return total >= (apart ? FEWEST_AFTER_ZEROS : FEWEST_AFTER_PLUS);
  if (abroad) return total >= FEWEST_AFTER_ZEROS && total <= MOST_AFTER_ZEROS;
  if (apart) return total === 9 || total === 10;
  return total <= MOST_WITHIN_COUNTRY && total >= (groups > 1 ? FEWEST_DIGITS : FEWEST_IN_ONE_RUN);
}

/** Where the phone number ends that begins at a place. */
export const phoneAt = (reader: Reader, at: number): number | null => groupedAt(reader, at) ?? spelledAt(reader, at);

/** Groups of digits between single spaces, dashes, dots, commas or slashes; one group may stand in parentheses. */
function groupedAt(reader: Reader, at: number): number | null {
  const beginning = beginningAt(reader, at);
  if (beginning === null) return null;
  const { plus, zero, apart } = beginning;
  let next = beginning.from;
  let digits = 0;
  let groups = 0;
  // The last group outside parentheses, and the digits up to there.
  let end = -1;
  let total = 0;
  for (;;) {
    const inParentheses = reader.code(next) === OPEN;
    let from = inParentheses ? next + 1 : next;
    if (inParentheses && groups === 0 && reader.code(from) === PLUS) from += 1;
    const to = digitsEnd(reader, from, inParentheses ? 5 : MOST_DIGITS);
    const size = to - from;
    if (size === 0 || (inParentheses ? size > 5 || reader.code(to) !== CLOSE : groups > 0 && size < 2)) break;
    if (digits + size > MOST_DIGITS) return null;
    if (groups === 0 && !plus && (inParentheses ? !zero && size !== 3 : size === 1 && !apart)) return null;
    // No number within a country goes on with 0 or 1 after the zero that stands apart.
    if (apart && zero && groups === 1 && digitValue(reader.code(from)) < 2) return null;
    digits += size;
    groups += 1;
    next = inParentheses ? to + 1 : to;
    if (!inParentheses) [end, total] = [to, digits];
    const gap = gapAfter(reader, next, size >= 3 || plus);
    const isParted = gap > next || inParentheses || reader.code(gap) === OPEN;
    if (!isParted || (end === next && total >= wholeFrom(beginning))) break;
    next = gap;
  }
  const after = reader.code(end);
  if (end < 0 || isWord(after) || isDigit(after)) return null;
  if (after === COLON && isDigit(reader.code(end + 1))) return null;
  // Numbers between commas are more often a list.
  if (!plus && total < FEWEST_BETWEEN_COMMAS && hasComma(reader, at, end)) return null;
  return hasEnough(beginning, total, groups) ? end : null;
}

function hasComma(reader: Reader, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (isComma(reader.code(at))) return true;
  return false;
}

const SPELLED = /^(?:0[2-9]\d{8}|(?:00)?218[2-9]\d{8})$/;
/** What such a number begins with: the rest of other digits is not read. */
const SPELLED_BEGINNING = /^(?:0(?:[2-9]\d*)?|(?:00)?(?:2(?:1(?:8(?:[2-9]\d*)?)?)?)?)$/;
/** Digits that stand alone in a number that is spelled. */
const FEWEST_ALONE = 3;
const LONGEST_SPELLED_GROUP = 4;

// Digits that are spelled one by one, as «0 9 1 2 3 4 5 6 7 8»: the first may be together, and longer groups may follow.
// Only what is a whole number of Libya's is one: a count is spelled so too.
function spelledAt(reader: Reader, at: number): number | null {
  const plus = reader.code(at) === PLUS;
  let next = plus ? at + 1 : at;
  if (plus && isSpace(reader.code(next))) next += 1;
  let digits = "";
  let alone = 0;
  for (;;) {
    const to = digitsEnd(reader, next, LONGEST_SPELLED_GROUP);
    const size = to - next;
    if (size === 0 || size > LONGEST_SPELLED_GROUP || (size === 2 && digits !== "")) return null;
    for (let place = next; place < to; place += 1) digits += String(digitValue(reader.code(place)));
    if (!SPELLED_BEGINNING.test(digits)) return null;
    if (size === 1) alone += 1;
    const after = reader.code(to);
    if (alone >= FEWEST_ALONE && SPELLED.test(digits)) return isWord(after) || (after === COLON && isDigit(reader.code(to + 1))) ? null : to;
    next = gapAfter(reader, to, true);
    if (next === to || digits.length > MOST_DIGITS) return null;
  }
}

/** Whether a phone number begins at a place that others' digits lead to: one that ends where the digits end, or in one run. */
export function dialsOn(reader: Reader, at: number): boolean {
  const end = phoneAt(reader, at);
  if (end === null) return false;
  return end === digitsEnd(reader, at, MOST_DIGITS) || !isSpace(reader.code(end)) || !isDigit(reader.code(end + 1));
}

// Dots and slashes part groups of a phone number only after three digits, or after a plus: else they are of a date or an amount.
function gapAfter(reader: Reader, at: number, dotsPart: boolean): number {
  let gap = at;
  let signs = 0;
  for (; gap - at < MOST_BETWEEN_GROUPS; gap += 1) {
    const code = reader.code(gap);
    const isSign = isDash(code) || code === TATWEEL || (dotsPart && (code === DOT || isComma(code) || code === SLASH || code === MIDDLE_DOT || code === UNDERSCORE));
    if (!isSpace(code) && !isSign) break;
    // Two dashes are one that was typed twice.
    if (isSign && signs > 0 && !(isDash(code) && code === reader.code(gap - 1))) break;
    if (isSign) signs += 1;
  }
  return gap;
}

/** A phone number as it is dialled: its digits in Latin, and the plus. */
export function dialled(text: string): string {
  // In `+218 (0)91 …` the zero is for calls within the country.
  const abroad = text.includes("+") ? text.replace("(0)", "") : text;
  const digits = [...abroad].map((letter) => (isDigit(letter.charCodeAt(0)) ? String(digitValue(letter.charCodeAt(0))) : "")).join("");
  const isLibyan = digits.length === LIBYAN_DIGITS && digits.startsWith(String(LIBYA));
  return text.includes("+") || isLibyan ? `+${digits}` : digits;
}

/** How many of a phone number's last digits tell it from others, whatever stands before them. */
const TELLING_DIGITS = 8;

/** The last digits of a phone number; null where there are too few. */
export function phoneEnd(phone: string): string | null {
  const digits = dialled(phone).replace(/\D/gu, "");
  return digits.length < TELLING_DIGITS ? null : digits.slice(-TELLING_DIGITS);
}
