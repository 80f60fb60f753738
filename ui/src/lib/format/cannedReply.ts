// Canned replies as text: what is typed to find one, its variables and its blanks, and which ones fit a chat.
import type { CannedReply, ConversationRow, ReplyUse } from "$lib/ipc";
import { REPLY_WORDS, SUGGESTED_REPLIES } from "$lib/limits";
import { foldForSearch } from "./text/searchFold";
import { textDirection, type Direction } from "./text/direction";

/** What a reply may name of the chat that it is used in. */
export const VARIABLES = ["customer", "order", "restaurant", "agent", "time"] as const;
export type Variable = (typeof VARIABLES)[number];
export type VariableValues = Record<Variable, string | null>;

export type TextRange = { start: number; end: number };

/** A text with its variables filled. One that the chat does not tell becomes a blank under its label. */
export function fillVariables(text: string, values: VariableValues, labelOf: (variable: Variable) => string): string {
  return text.replace(/\{([a-z]+)\}/gu, (whole, name: string) => {
    const variable = VARIABLES.find((one) => one === name);
    return variable === undefined ? whole : (values[variable] ?? `{?${labelOf(variable)}}`);
  });
}

/** A text as it will look, with an ellipsis for each blank. */
export function previewOf(text: string, values: VariableValues): string {
  return fillVariables(text, values, () => "").replace(/\{\?[^{}\n]*\}/gu, "…");
}

/** The blanks that a text still has, in order. */
export function blanksOf(text: string): (TextRange & { name: string })[] {
  return [...text.matchAll(/\{\?([^{}\n]*)\}/gu)].map((match) => ({ start: match.index, end: match.index + match[0].length, name: (match[1] ?? "").trim() }));
}

/** The blank after a place, else the first one; null where there is none. */
export function blankAfter(text: string, place: number): TextRange | null {
  const blanks = blanksOf(text);
  return blanks.find((blank) => blank.start >= place) ?? blanks[0] ?? null;
}

/** The blank before a place, else the last one. */
export function blankBefore(text: string, place: number): TextRange | null {
  const blanks = blanksOf(text);
  return blanks.findLast((blank) => blank.end <= place) ?? blanks.at(-1) ?? null;
}

/** The shortcut that is being typed before the caret, with its slash; null where none is. */
export function typedShortcut(text: string, caret: number): (TextRange & { query: string }) | null {
  const match = /(?:^|\s)\/([^\s/]*)$/u.exec(text.slice(0, caret));
  if (!match) return null;
  const query = match[1] ?? "";
  return { start: caret - query.length - 1, end: caret, query };
}

/** The replies that have every word of a query: those whose shortcut begins with it first, then in the user's order. */
export function searchReplies(replies: CannedReply[], query: string): CannedReply[] {
  const wanted = foldForSearch(query.replace(/^\//u, ""));
  if (wanted === "") return replies;
  const words = wanted.split(" ");
  const found = replies
    .map((reply) => ({ reply, shortcut: foldForSearch(reply.shortcut) }))
    .filter(({ reply, shortcut }) => {
      const whole = `${shortcut} ${foldForSearch(reply.category)} ${foldForSearch(reply.text)}`;
      return words.every((word) => whole.includes(word));
    });
  const rank = (shortcut: string) => (shortcut === wanted ? 0 : shortcut.startsWith(wanted) ? 1 : shortcut.includes(wanted) ? 2 : 3);
  return found.sort((one, other) => rank(one.shortcut) - rank(other.shortcut)).map(({ reply }) => reply);
}

// FNV-1a: what a customer wrote is not kept a second time.
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (value >>> 0).toString(16);
}

/** What a use of a reply counts for: the kind of chat, its status, and the words that were said last. */
export function useContexts(row: Pick<ConversationRow, "supportType" | "status">, lastSaid: string): string[] {
  const contexts = [`type:${row.supportType}`, `status:${row.status}`].map((context) => context.slice(0, 64));
  const words = foldForSearch(lastSaid).replace(/[^\p{L}\p{N} ]/gu, "").split(" ").filter(Boolean).slice(-REPLY_WORDS);
  return words.length > 0 ? [...contexts, `words:${hash(words.join(" "))}`] : contexts;
}

const WEIGHTS: Record<string, number> = { words: 400, type: 20, status: 1 };
const MOST_COUNTED = 15;

/** The replies that fit best, in the direction of what was said last. Where nothing was counted, the user's order decides. */
export function suggestReplies(replies: CannedReply[], uses: ReplyUse[], contexts: string[], said: Direction): CannedReply[] {
  const scores = new Map<string, number>();
  for (const { context, reply, uses: count } of uses) {
    if (!contexts.includes(context)) continue;
    const weight = WEIGHTS[context.slice(0, context.indexOf(":"))] ?? 0;
    scores.set(reply, (scores.get(reply) ?? 0) + weight * Math.min(count, MOST_COUNTED));
  }
  const score = (reply: CannedReply) => scores.get(reply.id) ?? 0;
  const fitting = replies.filter((reply) => textDirection(reply.text, said) === said);
  return [...fitting].sort((one, other) => score(other) - score(one)).slice(0, SUGGESTED_REPLIES);
}
