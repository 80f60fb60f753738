import { expect, test } from "vitest";
import folding from "../../../fixtures/texts/folding.json";
import keyboard from "../../../fixtures/texts/keyboard.json";
import { lastRun, otherReadings, turnedRound } from "$lib/format/text/keyboard";
import { meantText } from "$lib/format/text/mistyped";
import { foundTokens } from "$lib/format/text/foundTokens";
import { foldForSearch, highlight } from "$lib/format/text/searchFold";

test("texts are folded as the shared cases say", () => {
  expect(folding.length).toBeGreaterThan(30);
  for (const { text, folded } of folding) expect(foldForSearch(text), text).toBe(folded);
});

test("words of the wrong layout are read as the shared cases say", () => {
  for (const { typed, meant } of keyboard) expect(otherReadings(typed), typed).toEqual(meant);
});

test("what was found is marked in the original text with its marks", () => {
  const found = (text: string, ...words: string[]) =>
    highlight(text, words.map((word) => [word]))
      .filter((part) => part.found)
      .map((part) => part.text);
  expect(found("الطَّلَبُ  ناقصٌ", "طلب", "ناقص")).toEqual(["طَّلَبُ", "ناقصٌ"]);
  expect(found("ﻻ بأس", "لا")).toEqual(["ﻻ"]);
  expect(found("Straße", "ss")).toEqual(["ß"]);
  expect(found("aaa", "aa")).toEqual(["aaa"]);
  expect(found("نص", "")).toEqual([]);
});

test("a text is turned round and back", () => {
  expect(turnedRound("hguvfdm hello")).toBe("العربية اثممخ");
  expect(turnedRound(turnedRound("lvpfh d; 12"))).toBe("lvpfh d; 12");
  expect(turnedRound("ىهلاف")).toBe("night");
});

test("the last run of words is of one script", () => {
  const run = (text: string, caret = text.length) => {
    const found = lastRun(text, caret);
    return found && text.slice(found.from, found.to);
  };
  expect(run("قلت hgsghl ugd;l")).toBe("hgsghl ugd;l");
  expect(run("I said اثممخ")).toBe("اثممخ");
  expect(run("hgsghl ")).toBe("hgsghl");
  expect(run("hgsghl ugd;l", 6)).toBe("hgsghl");
  expect(run("مرحبا\thello  there \t")).toBe("hello  there");
  expect(run("hello\nthere you")).toBe("there you");
  expect(run("hello 12 there")).toBe("there");
  expect(run("السلام عليكم، كيفك؟")).toBe("السلام عليكم، كيفك؟");
  expect(run("x\u00A0السلام")).toBe("السلام");
  expect(run("123 ")).toBeNull();
  expect(run("hello 😊")).toBeNull();
  expect(run("")).toBeNull();
});

test("the last run is found in one sentence as soon as in one word", () => {
  expect(meantText(":".repeat(100_000) + "abcd")).toBeNull();
  const sentences = ["Thank you for your order, it will be there within half an hour 😊", "السلام عليكم نعتذر عن التأخير والطلب في الطريق اليكم الان a", "abcdef ".repeat(5_000), "شكرا ".repeat(5_000), "a".repeat(30_000)];
  for (const sentence of sentences) {
    for (const end of ["", "é", "ا", "…", "b"]) {
      const began = performance.now();
      lastRun(sentence + end, sentence.length + end.length);
      expect(performance.now() - began, sentence.slice(0, 40)).toBeLessThan(1_000);
    }
  }
});

test("only words that look mistyped are offered to be turned round", () => {
  const mistyped = { "hgsghl ugd;l": "السلام عليكم", hguvfdm: "العربية", "lvpfh fd;": "مرحبا بيك", "ugn hg'vdr": "على الطريق", اثممخ: "hello", "فاشىن غخع": "thank you", "خقيثق": "order" };
  for (const [typed, meant] of Object.entries(mistyped)) expect(meantText(typed), typed).toBe(meant);
  const right = ["hello", "the order is late", "Family Box", "السلام عليكم", "وين الطلب؟", "نعتذر عن التأخير", "https://e.org/hgsghl", "ok", "تمام", "Mohammed", "iPhone", "WiFi"];
  for (const typed of right) expect(meantText(typed), typed).toBeNull();
});

test("a number keeps its order where a part of it was found", () => {
  const tokens = foundTokens(highlight("اتصل +218 91-234 5678 الآن", [["91"]]));
  expect(tokens.map(({ number, parts }) => [number, parts.map(({ text, found }) => (found ? `[${text}]` : text)).join("")])).toEqual([
    [null, "اتصل "],
    ["groups", "+218 [91]-234 5678"],
    [null, " الآن"],
  ]);
  const spaces = `نص${" ".repeat(5000)}نص`;
  expect(foundTokens(highlight(spaces, [["نص"]])).flatMap(({ parts }) => parts.filter(({ found }) => found))).toHaveLength(2);
});
