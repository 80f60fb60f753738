// Runs without a space, broken before they are laid out: the webview shapes a run of joined letters as a whole at each
// place where its line could end.
import { LONG_RUN, RUN_LETTERS } from "$lib/limits";
import { cutAt } from "./fold";

/** A text in parts between which its line may end; one part where no run is long. */
export function breakRuns(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let runFrom = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (at < text.length && !isBreak(text.charCodeAt(at))) continue;
    if (at - runFrom > LONG_RUN) {
      for (let next = runFrom; at - next > RUN_LETTERS; ) {
        const end = next + cutAt(text.slice(next, next + 2 * RUN_LETTERS), RUN_LETTERS);
        parts.push(text.slice(from, end));
        from = next = end;
      }
    }
    runFrom = at + 1;
  }
  if (from < text.length || parts.length === 0) parts.push(text.slice(from));
  return parts;
}

const isBreak = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x09;
