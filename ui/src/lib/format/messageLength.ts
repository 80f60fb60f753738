// How much room a message has left. The shell counts characters, not the units of a JavaScript string.
import { COUNTED_FROM } from "$lib/limits";
import { longestDraft, longestMessage } from "$lib/ipc";

/** How many characters are left, below zero where there are too many; null while the end is far. */
export function charactersLeft(text: string): number | null {
  if (text.length < longestMessage * COUNTED_FROM) return null;
  let characters = 0;
  for (const _ of text) characters += 1;
  return characters < longestMessage * COUNTED_FROM ? null : longestMessage - characters;
}

/** Whether a text has more characters than are kept as a draft. Of one that is far longer no letter is looked at. */
export function isTooLongToKeep(text: string): boolean {
  // A character has one unit or two.
  if (text.length <= longestDraft) return false;
  return text.length > 2 * longestDraft || [...text].length > longestDraft;
}
