// The numbers of accounts and cards, which have groups that look like phone numbers. The shell has the same rules
// (`src-tauri/src/texts/accounts.rs`).
import { digitsEnd, isAsciiDigit, isAsciiLetter, isDash, isDigit, isSpace, isWord } from "./letters";
import { phoneAt } from "./phones";
import type { Reader } from "./reader";

/** An international account number (IBAN) has so many letters and digits: ISO 13616. */
const FEWEST_IN_ACCOUNT = 15;
const MOST_IN_ACCOUNT = 34;
/** Its check digits stand after two letters of the country. */
const CHECK_DIGITS = 2;
/** A card's number has four groups of four digits; an account's in its groups may have more. */
const CARD_GROUP = 4;
const CARD_GROUPS = 4;
const MOST_CARD_GROUPS = 9;
const LONG_GROUP = 9;

const isSeparator = (code: number): boolean => isSpace(code) || isDash(code);

/** Where the card's number ends that begins at a place: groups of four digits with one separator, the last may be shorter. */
export function cardAt(reader: Reader, at: number): number | null {
  let groups = 0;
  let end = at;
  for (let from = at; groups < MOST_CARD_GROUPS; ) {
    const to = digitsEnd(reader, from, CARD_GROUP);
    const size = to - from;
    if (size === 0 || size > CARD_GROUP || (size < CARD_GROUP && groups < CARD_GROUPS)) break;
    groups += 1;
    end = to;
    const separator = reader.code(to);
    if (size < CARD_GROUP || !isSeparator(separator) || (groups > 1 && separator !== reader.code(at + CARD_GROUP))) break;
    from = to + 1;
  }
  const after = reader.code(end);
  return groups < CARD_GROUPS || isWord(after) || isDigit(after) ? null : end;
}

/** Where the account's number ends that a Latin word begins at a place, in groups: `LY83 0020 4800 0020 1001 2036 1`. */
export function accountEnd(reader: Reader, at: number): number | null {
  if (!isAsciiLetter(reader.code(at)) || !isAsciiLetter(reader.code(at + 1)) || isAsciiLetter(reader.code(at - 1))) return null;
  const check = isSpace(reader.code(at + 2)) ? at + 3 : at + 2;
  for (let next = check; next < check + CHECK_DIGITS; next += 1) if (!isAsciiDigit(reader.code(next))) return null;
  let size = 2;
  let end = check;
  let groups = 0;
  let last = 0;
  for (let from = check; ; ) {
    const to = groupEnd(reader, from);
    const hasDigits = isAsciiDigit(reader.code(from)) || isAsciiDigit(reader.code(to - 1)) || (to - from === CARD_GROUP && groups === 1);
    if (to === from || !hasDigits || size + to - from > MOST_IN_ACCOUNT) break;
    // A phone number after the account's: one in a single run, or after the long group that an account ends with.
    const phone = groups > 0 ? phoneAt(reader, from) : null;
    if (phone !== null && (last >= LONG_GROUP || (phone === to && to - from >= LONG_GROUP))) break;
    last = to - from;
    size += last;
    end = to;
    groups += 1;
    if (!isSeparator(reader.code(to))) break;
    from = to + 1;
  }
  // A phone number alone after a word such as `RM12` is one.
  if (size < FEWEST_IN_ACCOUNT || phoneAt(reader, check + CHECK_DIGITS + 1) === end) return null;
  return end;
}

function groupEnd(reader: Reader, at: number): number {
  let end = at;
  while (end - at <= MOST_IN_ACCOUNT && (isAsciiLetter(reader.code(end)) || isAsciiDigit(reader.code(end)))) end += 1;
  return end;
}
