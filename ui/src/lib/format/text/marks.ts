// Marks of direction: invisible characters that reorder the text after them.
import { isSpace } from "./letters";
import type { Reader } from "./reader";

const NAMES: Record<number, string> = {
  0x202a: "LRE",
  0x202b: "RLE",
  0x202c: "PDF",
  0x202d: "LRO",
  0x202e: "RLO",
  0x2066: "LRI",
  0x2067: "RLI",
  0x2068: "FSI",
  0x2069: "PDI",
};

/** The name under which a mark that reorders is shown; undefined for other characters. */
export const markName = (code: number): string | undefined => NAMES[code];

/** LRM, RLM and ALM are common in ordinary Arabic text and reorder nothing else: they stay in it. */
export const isHarmlessMark = (code: number): boolean => code === 0x61c || code === 0x200e || code === 0x200f;

const PDF = 0x202c;
const PDI = 0x2069;
// RLO is left out: it turns digits round, so a number in it does not read as it is written.
const CLOSERS: Record<number, number> = { 0x202a: PDF, 0x202b: PDF, 0x202d: PDF, 0x2066: PDI, 0x2067: PDI, 0x2068: PDI };
const DEEPEST = 4;

/** What `around` finds between balanced marks that begin at a place, and where the marks end; null where they hold anything else. */
export function betweenMarks<T extends { end: number }>(reader: Reader, at: number, find: (at: number) => T | null): { from: number; found: T; end: number } | null {
  const closers: number[] = [];
  let next = at;
  for (;;) {
    const closer = CLOSERS[reader.code(next)];
    if (closer === undefined) break;
    if (closers.length === DEEPEST) return null;
    closers.push(closer);
    next = afterHarmless(reader, next + 1);
  }
  if (closers.length === 0) return null;
  const from = next;
  const found = find(from);
  if (found === null) return null;
  next = afterHarmless(reader, found.end);
  while (closers.length > 0) {
    if (reader.code(next) !== closers.pop()) return null;
    next = closers.length > 0 ? afterHarmless(reader, next + 1) : next + 1;
  }
  return { from, found, end: next };
}

function afterHarmless(reader: Reader, at: number): number {
  let next = at;
  for (; next - at < DEEPEST; next += 1) {
    const code = reader.code(next);
    if (!isHarmlessMark(code) && !isSpace(code)) break;
  }
  return next;
}
