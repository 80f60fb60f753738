// How much room a message has left. The shell counts characters, not the units of a JavaScript string.
import { COUNTED_FROM } from "$lib/limits";
import { longestMessage } from "$lib/ipc";

/** How many characters are left, below zero where there are too many; null while the end is far. */
export function charactersLeft(text: string): number | null {
  if (text.length < longestMessage * COUNTED_FROM) return null;
  let characters = 0;
  for (const _ of text) characters += 1;
  return characters < longestMessage * COUNTED_FROM ? null : longestMessage - characters;
}
