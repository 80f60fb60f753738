// The recogniser of numbers, held to the cases that the shell's is held to.
import { expect, test } from "vitest";
import cases from "../../../fixtures/texts/numbers.json";
import joinedCases from "../../../fixtures/texts/joined.json";
import { isInGroups } from "$lib/format/text/numbers";
import { singleLine } from "$lib/format/text/singleLine";
import { tokenize } from "$lib/format/text/tokenize";
import { wholeDigits } from "$lib/format/text/parts";
import { LONGEST_WHOLE } from "$lib/limits";

const numbersIn = (text: string) => tokenize(text).flatMap((token) => (token.kind === "number" ? [[token.of, token.text]] : []));

test.each(cases)("$text", ({ text, numbers }) => {
  expect(numbersIn(text)).toEqual(numbers);
});

const LRE = "\u202A", RLE = "\u202B", PDF = "\u202C", LRO = "\u202D", RLO = "\u202E", LRI = "\u2066", RLI = "\u2067", FSI = "\u2068", PDI = "\u2069";
const phone = "+218 91-234 5678";

test("groups are laid out from left to right, a range and a date as Arabic is", () => {
  for (const [of, text, groups] of [["phone", "٠٩١-٢٣٤٥٦٧٨", true], ["amount", "٥٠٢٠ ٠٤٠٠ ١٢٣٤ ٥٦٧٨", true], ["amount", "٥٠٢٠-٠٤٠٠-١٢٣٤-٥٦٧٨", true], ["amount", "١ ٢٥٠ ٠٠٠", true], ["amount", "١٠-١٢", false], ["date", "٢٨-١١-٢٠٢٦", false], ["order", "#١٦٢٠", false]] as const) {
    expect(isInGroups(of, text), text).toBe(groups);
  }
});

test("balanced marks around one number are dropped", () => {
  const [text, number] = [{ kind: "text", text: "رقمه " }, { kind: "number", of: "phone", text: phone, joined: false }];
  for (const [open, close] of [[LRE, PDF], [RLE, PDF], [LRO, PDF], [LRI, PDI], [RLI, PDI], [FSI, PDI], [LRI + LRE, PDF + PDI], [`${LRE}\u200E`, `\u200E${PDF}`], [`${LRE} `, ` ${PDF}`]] as const) {
    expect(tokenize(`رقمه ${open}${phone}${close}`), JSON.stringify([open, close])).toEqual([text, number]);
    expect(singleLine(`رقمه ${open}${phone}${close}`)).toBe(`رقمه ${phone}`);
  }
  expect(tokenize(`${LRE}912345678${PDF}`)).toEqual([{ kind: "number", of: "amount", text: "912345678", joined: false }]);
});

test("other marks are shown", () => {
  const marks = (text: string) => tokenize(text).flatMap((token) => (token.kind === "mark" ? [token.name] : []));
  expect(marks(`${LRE}${phone}`)).toEqual(["LRE"]);
  expect(marks(`${phone}${PDF}`)).toEqual(["PDF"]);
  expect(marks(`${LRE}${phone}${PDI}`)).toEqual(["LRE", "PDI"]);
  expect(marks(`${LRE}${phone} و${phone}${PDF}`)).toEqual(["LRE", "PDF"]);
  expect(marks(`${LRE}نص${PDF}`)).toEqual(["LRE", "PDF"]);
  expect(marks(`${RLO}${phone}${PDF}`), "it turns the digits round").toEqual(["RLO", "PDF"]);
  expect(marks(LRE.repeat(6) + phone + PDF.repeat(6))).toContain("LRE");
});

test("a number is whole in a cut line, and more digits than any number has are cut like words", () => {
  const parts = wholeDigits(`رقم 12 ثم ${"1".repeat(80)} و 345`);
  expect(parts.filter((_, at) => at % 2 === 1)).toEqual(["12", "345"]);
  expect(wholeDigits("1".repeat(LONGEST_WHOLE))).toEqual(["", "1".repeat(LONGEST_WHOLE), ""]);
});

test.each(joinedCases)("joined: $text", ({ text, joined }) => {
  expect(tokenize(text).flatMap((token) => (token.kind === "number" && token.joined ? [token.text] : []))).toEqual(joined);
});
