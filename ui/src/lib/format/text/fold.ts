// Where a long text is cut: at letters, better at a space.
import { DRAWN_MARK_LETTERS } from "$lib/limits";
import { isMark } from "./letters";
import { markName } from "./marks";

// So far back a space is looked for, and the beginning of a letter of many parts.
const BACK = 48;

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

const isJoined = (code: number): boolean => code === 0x200d || (code >= 0xfe00 && code <= 0xfe0f) || isLowSurrogate(code) || isMark(code);

const isWithinLetter = (text: string, at: number): boolean => isJoined(text.charCodeAt(at)) || text.charCodeAt(at - 1) === 0x200d;

/** Where a text is cut that may have so many letters: not within a letter, and at a space where one is near. */
export function cutAt(text: string, letters: number): number {
  if (text.length <= letters) return text.length;
  for (let at = letters; at > letters - BACK && at > 0; at -= 1) if (/\s/u.test(text.charAt(at))) return at;
  let at = letters;
  while (at > letters - BACK && at > 1 && isWithinLetter(text, at)) at -= 1;
  if (!isWithinLetter(text, at)) return at;
  // One letter of more parts than any script has is cut like the rest, though not within a character.
  return isLowSurrogate(text.charCodeAt(letters)) ? letters - 1 : letters;
}

/** The part of a text that is shown at once: so many letters and lines; the whole text where that is little more. */
export function foldAt(text: string, letters: number, lines: number): number {
  let end = cutAt(text, drawnWithin(text, letters));
  let at = -1;
  for (let line = 0; line < lines; line += 1) {
    at = text.indexOf("\n", at + 1);
    if (at < 0 || at >= end) return end;
  }
  end = Math.min(end, at);
  return end;
}

/** How much of a text is drawn in the room of so many letters: a mark of direction is drawn as a tag with its name. */
function drawnWithin(text: string, letters: number): number {
  let left = letters;
  for (let at = 0; at < text.length; at += 1) {
    left -= markName(text.charCodeAt(at)) === undefined ? 1 : DRAWN_MARK_LETTERS;
    if (left < 0) return at;
  }
  return text.length;
}
