// Typed text in one line.
import { rememberTexts } from "../remembered";
import { cutAt } from "./fold";
import { isBlank } from "./letters";
import { tokenize } from "./tokenize";
import { SINGLE_LINE_LETTERS } from "$lib/limits";

/** Typed text in one line, without the marks that would reorder it; empty where nothing of it can be seen. */
export const singleLine = rememberTexts((typed) => {
  if (isBlank(typed)) return "";
  // What is far behind the end of the line is not looked at.
  const line = inOneLine(typed.trimStart().slice(0, 8 * SINGLE_LINE_LETTERS));
  const end = cutAt(line, SINGLE_LINE_LETTERS);
  const short = end < line.length ? `${line.slice(0, end)}…` : line;
  const kept = tokenize(short).map((token) => (token.kind === "mark" ? "" : token.text));
  return inOneLine(kept.join(""));
});

const inOneLine = (text: string): string => text.replace(/\s+/gu, " ").trim();
