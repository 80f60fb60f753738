// The work that a text makes grows with its length, not with its square: what is counted is how often a letter is read.
import { expect, test } from "vitest";
import { majorityDirection } from "$lib/format/text/direction";
import { Reader } from "$lib/format/text/reader";
import { singleLine } from "$lib/format/text/singleLine";
import { readTokens } from "$lib/format/text/tokenize";

/** Seeds that a scanner with a way back would read again and again. */
const SEEDS = [
  ".", " ", "1", "0", "+", "(", ")", "#", "@", "-", "/", ":", "a", "ش", "م\u064E", "\u0301", "\u202A", "\u202C", "\u2067", "😀", "\n",
  "1 ", "0 ", "1,", "1.", "1-", "01 ", "12/", "1:", "+1", "(1", "(01)", "(021", "00 ", "#a-", "1a", "1_",
  "a@", "@a", "a.", "a@a.", ".a", "a-", "a_", "w", "www.", "www.a", "https://", "https://a", "http://.", "mailto:", "mailto:a", "h", "/(", "a(", "([", "ab)",
  "https://a.ly/(", "https://a.ly/ش", "www.ش", "\u202A1", "\u202A\u2066\u202A\u20661", "1\u202C", "\u202A0912345678\u2069", "091-2345678 ", "e\u0301\u0301\u0301",
];

/** A letter may be read so often: a link, a word, a number and what surrounds them look at it. */
const READS_PER_LETTER = 40;

const reads = (text: string): number => {
  const reader = new Reader(text);
  readTokens(reader);
  return reader.reads;
};

test.each(SEEDS)("the seed %j makes as much work as it is long", (seed) => {
  for (const head of ["", "https://e.org/", "091", "\u202A", "a@", "e"]) {
    const short = head + seed.repeat(Math.ceil(2_000 / seed.length));
    const long = head + seed.repeat(Math.ceil(20_000 / seed.length));
    expect(reads(long) / long.length, `after ${JSON.stringify(head)}`).toBeLessThan(READS_PER_LETTER);
    expect(reads(long) / long.length).toBeLessThan((reads(short) / short.length) * 1.5 + 1);
  }
});

test("texts made of any seeds make work as long as they are", () => {
  let state = 7;
  const next = (below: number) => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
  for (let round = 0; round < 200; round += 1) {
    let text = "";
    while (text.length < 3_000) text += (SEEDS[next(SEEDS.length)] ?? "").repeat(1 + next(40));
    expect(reads(text) / text.length, JSON.stringify(text.slice(0, 80))).toBeLessThan(READS_PER_LETTER);
  }
});

test("one line and its direction take a bounded part of a text", () => {
  for (const seed of SEEDS) {
    const text = seed.repeat(10_000);
    expect([...singleLine(text)].length, JSON.stringify(seed)).toBeLessThan(180);
    expect(["rtl", "ltr", null]).toContain(majorityDirection(text));
  }
});
