// Where a long text is cut: at letters, better at a space.
import { isMark } from "./letters";

// So far back a space is looked for, and the beginning of a letter of many parts.
const BACK = 48;

const isJoined = (code: number): boolean => code === 0x200d || (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xdc00 && code <= 0xdfff) || isMark(code);

/** Where a text is cut that may have so many letters: not within a letter, and at a space where one is near. */
export function cutAt(text: string, letters: number): number {
  if (text.length <= letters) return text.length;
  for (let at = letters; at > letters - BACK && at > 0; at -= 1) if (/\s/u.test(text.charAt(at))) return at;
  let at = letters;
  while (at > letters - BACK && at > 1 && (isJoined(text.charCodeAt(at)) || text.charCodeAt(at - 1) === 0x200d)) at -= 1;
  return at;
}

/** The part of a text that is shown at once: so many letters and lines; the whole text where that is little more. */
export function foldAt(text: string, letters: number, lines: number): number {
  let end = cutAt(text, letters);
  let at = -1;
  for (let line = 0; line < lines; line += 1) {
    at = text.indexOf("\n", at + 1);
    if (at < 0 || at >= end) return end;
  }
  end = Math.min(end, at);
  return end;
}
