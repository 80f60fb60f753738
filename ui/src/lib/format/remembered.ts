// Answers that are kept, for questions that come again and again: one text is drawn in a row, a head and a message, each
// time in several ways; one letter occurs in every text.
import { REMEMBERED_LETTERS, REMEMBERED_TEXTS, TABLED_LETTERS } from "$lib/limits";

/** The same function of a text with its last answers kept. What it answers is shared: nobody changes it. */
export function rememberTexts<Answer>(ask: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, { answer: Answer }>();
  return (text) => {
    if (text.length > REMEMBERED_LETTERS) return ask(text);
    const kept = known.get(text);
    if (kept !== undefined) return kept.answer;
    const answer = ask(text);
    const [oldest] = known.size < REMEMBERED_TEXTS ? [] : known.keys();
    if (oldest !== undefined) known.delete(oldest);
    known.set(text, { answer });
    return answer;
  };
}

/** The same function of a character with the answers kept for those of the scripts in use here. */
export function rememberPoints<Answer>(ask: (point: number) => Answer): (point: number) => Answer {
  const known: ({ answer: Answer } | undefined)[] = new Array(TABLED_LETTERS).fill(undefined);
  return (point) => {
    if (point < 0 || point >= TABLED_LETTERS) return ask(point);
    return (known[point] ??= { answer: ask(point) }).answer;
  };
}
