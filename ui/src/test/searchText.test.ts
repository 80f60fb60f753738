import { expect, test } from "vitest";
import folding from "../../../fixtures/texts/folding.json";
import keyboard from "../../../fixtures/texts/keyboard.json";
import { lastRun, otherReadings, turnedRound } from "$lib/format/text/keyboard";
import { meantText } from "$lib/format/text/mistyped";
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
  expect(run("123 ")).toBeNull();
  expect(run("")).toBeNull();
});

test("only words that look mistyped are offered to be turned round", () => {
  const mistyped = { "hgsghl ugd;l": "السلام عليكم", hguvfdm: "العربية", "lvpfh fd;": "مرحبا بيك", "ugn hg'vdr": "على الطريق", اثممخ: "hello", "فاشىن غخع": "thank you", "خقيثق": "order" };
  for (const [typed, meant] of Object.entries(mistyped)) expect(meantText(typed), typed).toBe(meant);
  const right = ["hello", "the order is late", "Family Box", "السلام عليكم", "وين الطلب؟", "نعتذر عن التأخير", "https://e.org/hgsghl", "ok", "تمام", "Mohammed", "iPhone", "WiFi"];
  for (const typed of right) expect(meantText(typed), typed).toBeNull();
});
