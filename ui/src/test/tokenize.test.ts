import { expect, test } from "vitest";
import { linkTarget, singleLine, tokenize } from "$lib/format/tokenize";

const kinds = (text: string) => tokenize(text).map((part) => [part.kind, part.kind === "mark" ? part.name : part.text]);

test("links end before the sentence's punctuation", () => {
  expect(kinds("انظر https://a.example/x?q=1، شكراً")).toEqual([
    ["text", "انظر "],
    ["link", "https://a.example/x?q=1"],
    ["text", "، شكراً"],
  ]);
  expect(kinds("(www.a.example)")).toEqual([
    ["text", "("],
    ["link", "www.a.example"],
    ["text", ")"],
  ]);
  expect(tokenize("me@a.example")).toEqual([{ kind: "link", text: "me@a.example", href: "mailto:me@a.example" }]);
});

test("a link keeps its own parentheses and no other", () => {
  const link = "https://en.wikipedia.org/wiki/Blur_(band)";
  expect(kinds(`(${link})`)).toEqual([["text", "("], ["link", link], ["text", ")"]]);
  expect(kinds(`(see ${link}.)`)).toEqual([["text", "(see "], ["link", link], ["text", ".)"]]);
  expect(kinds(`${link}.`)).toEqual([["link", link], ["text", "."]]);
});

test("only https and mailto are opened", () => {
  for (const text of ["http://a.example", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "https://bank.example@evil.example"]) {
    expect(linkTarget(text), text).toBeNull();
  }
  expect(kinds("http://a.example")).toEqual([["text", "http://a.example"]]);
});

test("direction marks are shown and have no effect", () => {
  expect(kinds("abc\u202Egnp.exe\u202C")).toEqual([
    ["text", "abc"],
    ["mark", "RLO"],
    ["text", "gnp.exe"],
    ["mark", "PDF"],
  ]);
  expect(singleLine("a\u202Eb\n\u2067 c")).toBe("ab c");
});

test("a link contains no direction mark", () => {
  expect(kinds("https://a.example/\u202Efdp").map(([kind]) => kind)).toEqual(["link", "mark", "text"]);
});

test("phone numbers, prices and times keep their order", () => {
  for (const number of ["091-2345678", "091 234 5678", "45.50", "12:41", "#1234", "+218912345678"]) {
    expect(kinds(`على ${number} الآن`)).toContainEqual(["number", number]);
  }
  expect(tokenize("عمارة 7").map((part) => part.kind)).toEqual(["text"]);
});

test("the tokens contain the whole text", () => {
  const typed = "سعر 45.50 د.ل https://x.example/a(b)c. a@b.c #12 www. +1 ...";
  expect(tokenize(typed).map((part) => (part.kind === "mark" ? "" : part.text)).join("")).toBe(typed);
});
