// Classes of characters. Those that notifications know too are the same in the shell (`src-tauri/src/texts`).
import { rememberPoints } from "../remembered";
import type { Reader } from "./reader";

const isWithin = (code: number, from: number, to: number): boolean => code >= from && code <= to;

export const isAsciiDigit = (code: number): boolean => isWithin(code, 0x30, 0x39);

/** A digit of those in use here: Latin, Arabic, Persian. */
export const isDigit = (code: number): boolean => isAsciiDigit(code) || isWithin(code, 0x660, 0x669) || isWithin(code, 0x6f0, 0x6f9);

/** The value of a digit. */
export const digitValue = (code: number): number => code - (code >= 0x6f0 ? 0x6f0 : code >= 0x660 ? 0x660 : 0x30);

/** Where the digits from a place on end; with a limit, not farther than one past it. */
export function digitsEnd(reader: Reader, at: number, most = Infinity): number {
  let end = at;
  while (end - at <= most && isDigit(reader.code(end))) end += 1;
  return end;
}

export const isAsciiLetter = (code: number): boolean => isWithin(code | 0x20, 0x61, 0x7a);

/** A Latin letter or digit, or what makes one word of two. */
export const isWord = (code: number): boolean => isAsciiDigit(code) || isAsciiLetter(code) || code === 0x5f;

/** A space within a line. */
export const isSpace = (code: number): boolean => code === 0x20 || code === 0xa0 || isWithin(code, 0x2000, 0x200a) || code === 0x202f || code === 0x205f;

export const isDash = (code: number): boolean => code === 0x2d || isWithin(code, 0x2010, 0x2015) || code === 0x2043 || code === 0x2212 || code === 0xfe58 || code === 0xfe63 || code === 0xff0d;

const isRightToLeftScript = (point: number): boolean =>
  isWithin(point, 0x590, 0x8ff) || isWithin(point, 0xfb1d, 0xfdff) || isWithin(point, 0xfe70, 0xfefc) || isWithin(point, 0x10800, 0x10fff) || isWithin(point, 0x1e800, 0x1efff);

export type Direction = "rtl" | "ltr";

/** The direction of a letter; null for what is none. */
export const letterDirection = rememberPoints((point): Direction | null => {
  if (point < 0x80) return isAsciiLetter(point) ? "ltr" : null;
  if (!/\p{L}/u.test(String.fromCodePoint(point))) return null;
  return isRightToLeftScript(point) ? "rtl" : "ltr";
});

const INVISIBLE = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800\uFFF0-\uFFFB\u{1D159}\u{13430}-\u{1343F}]*$/u;

/** Whether nobody can see anything of a text. */
export const isBlank = (text: string): boolean => INVISIBLE.test(text);

/** Whether a character is drawn over or under the letter before it. */
export const isMark = rememberPoints((point) => point >= 0x300 && /\p{M}/u.test(String.fromCodePoint(point)));
