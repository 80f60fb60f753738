// Folding for searches: a text without what people leave out or type for one another. The store folds messages by the
// same rules (`crates/store/src/model/folding.rs`); both are held to `fixtures/texts/folding.json`.

import { rememberPoints, rememberTexts } from "../remembered";

/** A part of a text, and whether it is what was looked for. */
export type Fragment = { text: string; found: boolean };

// Letters that Unicode does not take apart into a letter and its marks.
const WHOLE: Record<string, string> = {
  ...{ ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ł: "l", ı: "i", ς: "σ", ٱ: "ا", ى: "ي", ی: "ي", ې: "ي", ے: "ي", ک: "ك", گ: "ك", ڭ: "ك" },
  ...{ ة: "ه", ە: "ه", ہ: "ه", ھ: "ه", ڤ: "ف", ڨ: "ق", پ: "ب", چ: "ج", ژ: "ز" },
};

// Marks, format characters, controls, tatweel, hamza by itself, and Quranic signs that count as letters or symbols.
const LEFT_OUT = /[\p{M}\p{Cf}\p{Cc}\u0640\u0621\u0674\u06DE\u06E5\u06E6\u06E9]/u;

const foldLetter = rememberPoints((point) => {
  const letter = String.fromCodePoint(point);
  if (/\s/u.test(letter)) return " ";
  let folded = "";
  for (const part of letter.toLowerCase().normalize("NFKD").toLowerCase()) {
    if (/\s/u.test(part)) folded += " ";
    else if (/[\u0660-\u0669\u06F0-\u06F9]/u.test(part)) folded += String((part.codePointAt(0) ?? 0) & 0xf);
    else if (!LEFT_OUT.test(part)) folded += WHOLE[part] ?? part;
  }
  return folded;
});

/** The folded text, and for each of its characters where its letter begins in the original. */
function foldWithOrigins(text: string): { folded: string; origins: number[] } {
  let folded = "";
  const origins: number[] = [];
  let at = 0;
  let space: number | null = null;
  const push = (part: string, origin: number) => {
    folded += part;
    for (let unit = 0; unit < part.length; unit += 1) origins.push(origin);
  };
  for (const letter of text) {
    for (const part of foldLetter(letter.codePointAt(0) ?? 0)) {
      if (part === " ") {
        space ??= at;
        continue;
      }
      if (space !== null && folded !== "") push(" ", space);
      space = null;
      push(part, at);
    }
    at += letter.length;
  }
  return { folded, origins };
}

/**
 * Lower case; no accents, vowel signs, tatweel or invisible marks; one form of alef, ya, kaf, ha and ta marbuta; hamza only
 * as its seat; digits of any script as 0–9; one space between words.
 */
export const foldForSearch = rememberTexts((text) => foldWithOrigins(text).folded);

/** The text in parts, those marked that are one of the spellings of a word. */
export function highlight(text: string, words: string[][]): Fragment[] {
  const { folded, origins } = foldWithOrigins(text);
  const marked = new Array<boolean>(text.length).fill(false);
  for (const spelling of words.flat()) {
    for (let at = folded.indexOf(spelling); at >= 0 && spelling !== ""; at = folded.indexOf(spelling, at + 1)) {
      const last = origins[at + spelling.length - 1] ?? 0;
      // The marks behind a letter belong to it.
      const end = origins.slice(at + spelling.length).find((origin) => origin > last) ?? text.length;
      marked.fill(true, origins[at], end);
    }
  }
  const parts: Fragment[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const found = marked[at] ?? false;
    const part = parts.at(-1);
    if (part?.found === found) part.text += text.charAt(at);
    else parts.push({ text: text.charAt(at), found });
  }
  return parts;
}
