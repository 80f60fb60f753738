// Parts of a line that are not cut in their middle.
import { cutAt } from "./fold";
import { LINK_LETTERS, LONGEST_WHOLE } from "$lib/limits";

/** The beginning of a link, with an ellipsis where there is more of it. */
export function linkBeginning(link: string): string {
  const end = cutAt(link, LINK_LETTERS);
  return end < link.length ? `${link.slice(0, end)}…` : link;
}

const DIGIT = "[0-9\\u0660-\\u0669\\u06F0-\\u06F9]";
const DIGITS = new RegExp(`(?<!${DIGIT})(${DIGIT}{2,${LONGEST_WHOLE}})(?!${DIGIT})`, "u");

/** A text in parts of which each second one is digits: half a number is another number. More digits
 * than any number has are cut like words. */
export const wholeDigits = (text: string): string[] => text.split(DIGITS);
