// What was found in a text, token by token: a number keeps its order, also where a part of it is marked.
import { isInGroups } from "./numbers";
import type { Fragment } from "./searchFold";
import { tokenize, type Token } from "./tokenize";

export type FoundToken = { number: "groups" | "joined" | "other" | null; parts: Fragment[] };

/** The parts of a text, cut at its numbers; what no token draws is in none. */
export function foundTokens(parts: readonly Fragment[]): FoundToken[] {
  const whole = parts.map((part) => part.text).join("");
  const marked = parts.flatMap((part) => Array.from({ length: part.text.length }, () => part.found));
  const tokens: FoundToken[] = [];
  let from = 0;
  for (const token of tokenize(whole)) {
    if (token.kind === "mark") continue;
    const at = whole.indexOf(token.text, from);
    // Of a heap of spaces or marks the tokenizer drops the end: such a text is not found as it is.
    if (at < 0) return [{ number: null, parts: [...parts] }];
    from = at + token.text.length;
    tokens.push({ number: token.kind === "number" ? layoutOf(token) : null, parts: runs(token.text, marked.slice(at, from)) });
  }
  return tokens;
}

function layoutOf({ of, text, joined }: Extract<Token, { kind: "number" }>): FoundToken["number"] {
  if (joined) return "joined";
  return isInGroups(of, text) ? "groups" : "other";
}

function runs(text: string, marked: readonly boolean[]): Fragment[] {
  const parts: Fragment[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const found = marked[at] ?? false;
    const last = parts.at(-1);
    if (last?.found === found) last.text += text.charAt(at);
    else parts.push({ text: text.charAt(at), found });
  }
  return parts;
}
