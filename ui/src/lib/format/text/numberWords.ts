// The Latin words that belong to a number: its unit, the rest of a file's name or of an address. The shell has the same
// rules (`src-tauri/src/texts/number_words.rs`).
import { isAsciiLetter, isDash, isSpace, isWord } from "./letters";
import { phoneAt } from "./phones";
import type { Reader } from "./reader";

const DOT = 0x2e;
const SLASH = 0x2f;
const TIMES = 0xd7;

/** Units that are written in Latin beside an Arabic text, as `3.5 kg`; in small letters. */
const UNITS = new Set("kg g gr gm mg km m cm mm l ml cl gb mb kb tb w kw v min mins h hr hrs sec am pm pcs pc px x lyd ld usd eur".split(" "));
const LONGEST_UNIT = 4;
/** What a file's name ends with where it begins like a date or a phone number. */
const EXTENSIONS = new Set("pdf jpg jpeg png gif webp heic mp4 mov webm mp3 m4a ogg opus wav doc docx xls xlsx csv ppt pptx txt zip html json".split(" "));
const LONGEST_EXTENSION = 4;

/** The word that begins at a place, in small letters; null where it is longer. */
function wordAt(reader: Reader, at: number, longest: number): string | null {
  let end = at;
  while (end - at <= longest && isWord(reader.code(end))) end += 1;
  return end - at > longest ? null : reader.text.slice(at, end).toLowerCase();
}

/** Whether what ends at a place is the beginning of a file's name: `2024-11-28.pdf`. */
export function namesFile(reader: Reader, end: number): boolean {
  const extension = reader.code(end) === DOT ? wordAt(reader, end + 1, LONGEST_EXTENSION) : null;
  return extension !== null && EXTENSIONS.has(extension);
}

/** Where the words end that single signs join to what ends at a place: `1234.mp4`, `3kg-5kg`, `192.168.1.1/a`. */
export function wordsEnd(reader: Reader, at: number): number {
  let end = at;
  for (;;) {
    const code = reader.code(end);
    const joins = code === DOT || code === SLASH || code === TIMES || isDash(code);
    if (!joins || !isWord(reader.code(end + 1)) || phoneAt(reader, end + 1) !== null) return end;
    end += 1;
    while (isWord(reader.code(end))) end += 1;
  }
}

/** Where the unit ends that stands after a space; the place itself where there is none. */
export function unitEnd(reader: Reader, at: number): number {
  if (!isSpace(reader.code(at)) || !isAsciiLetter(reader.code(at + 1))) return at;
  const unit = wordAt(reader, at + 1, LONGEST_UNIT);
  if (unit === null || !UNITS.has(unit)) return at;
  const end = at + 1 + unit.length;
  const code = reader.code(end);
  return (code === DOT || isDash(code)) && isWord(reader.code(end + 1)) ? at : end;
}
