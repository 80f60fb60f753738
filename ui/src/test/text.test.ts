import { expect, test } from "vitest";
import { addressOf, oneLine, partsOf } from "$lib/text/parts";
import { sendsMessage } from "$lib/text/enter";
import { shiftsMarkedWords } from "$lib/text/engine";
import { initialOf, sizeOf } from "$lib/text/names";
import { looksLikeId, matching } from "$lib/text/people";
import { staysAtEnd } from "$lib/text/staying";
import { PEOPLE } from "./world";

const kinds = (text: string) => partsOf(text).map((part) => [part.kind, part.kind === "mark" ? part.name : part.text]);

test("https and mailto become links, the sentence's end does not", () => {
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
  expect(partsOf("me@a.example")).toEqual([{ kind: "link", text: "me@a.example", href: "mailto:me@a.example" }]);
});

test("no other address is opened", () => {
  for (const text of ["http://a.example", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "https://bank.example@evil.example"]) {
    expect(addressOf(text), text).toBeNull();
  }
  expect(kinds("http://a.example")).toEqual([["text", "http://a.example"]]);
});

test("marks that reorder text are seen and not obeyed", () => {
  expect(kinds("abc\u202Egnp.exe\u202C")).toEqual([
    ["text", "abc"],
    ["mark", "RLO"],
    ["text", "gnp.exe"],
    ["mark", "PDF"],
  ]);
  expect(oneLine("a\u202Eb\n\u2067 c")).toBe("ab c");
});

test("a link cannot carry a mark that turns it around", () => {
  expect(kinds("https://a.example/\u202Efdp").map(([kind]) => kind)).toEqual(["link", "mark", "text"]);
});

test("phone numbers, prices, times and order numbers keep their order", () => {
  for (const number of ["091-2345678", "091 234 5678", "45.50", "12:41", "#1234", "+218912345678"]) {
    expect(kinds(`على ${number} الآن`)).toContainEqual(["number", number]);
  }
  expect(partsOf("عمارة 7").map((part) => part.kind)).toEqual(["text"]);
});

test("whatever is typed is there again, mark by mark", () => {
  const typed = "سعر 45.50 د.ل https://x.example/a(b)c. a@b.c #12 www. +1 ...";
  expect(partsOf(typed).map((part) => (part.kind === "mark" ? "" : part.text)).join("")).toBe(typed);
});

test("Enter sends, Shift+Enter breaks, an input method's Enter does neither", () => {
  const press = { key: "Enter", shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, isComposing: false, keyCode: 13 };
  expect(sendsMessage(press)).toBe(true);
  expect(sendsMessage({ ...press, shiftKey: true })).toBe(false);
  expect(sendsMessage({ ...press, ctrlKey: true })).toBe(false);
  expect(sendsMessage({ ...press, isComposing: true })).toBe(false);
  expect(sendsMessage({ ...press, keyCode: 229 })).toBe(false);
  expect(sendsMessage({ ...press, key: "a" })).toBe(false);
});

test("a reader who scrolls up is let go at once; whoever stays at the end is kept there", () => {
  expect(staysAtEnd(true, 50, -50), "scrolled up a little").toBe(false);
  expect(staysAtEnd(true, 150, 0), "a picture grew below").toBe(true);
  expect(staysAtEnd(true, 0, -40), "a row above turned out smaller").toBe(true);
  expect(staysAtEnd(false, 40, 30), "scrolled down to the end").toBe(true);
  expect(staysAtEnd(false, 400, 30), "scrolled down, not yet there").toBe(false);
});

test("only WebKitGTK is kept from placing vowel signs", () => {
  const webkit = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15";
  expect(shiftsMarkedWords(webkit)).toBe(true);
  expect(shiftsMarkedWords("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36")).toBe(false);
  expect(shiftsMarkedWords("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0")).toBe(false);
  expect(shiftsMarkedWords("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)")).toBe(false);
});

test("an avatar shows the name's first letter without the article", () => {
  expect(initialOf("المدير")).toBe("م");
  expect(initialOf("omar")).toBe("O");
  expect(initialOf("")).toBe("?");
});

test("a file's size is told in the unit that reads best", () => {
  expect(sizeOf(900)).toEqual({ key: "size-bytes", size: 900 });
  expect(sizeOf(284_000)).toEqual({ key: "size-kilobytes", size: 277 });
  expect(sizeOf(12_345_678)).toEqual({ key: "size-megabytes", size: 11.8 });
});

test("people are found whatever form of a letter was typed", () => {
  const all = Object.values(PEOPLE);
  expect(matching(all, "انس", "me").map((person) => person.id)).toEqual(["u4"]);
  expect(matching(all, "صيدليه", "me").map((person) => person.id)).toEqual(["p1"]);
  expect(matching(all, "OMAR", "me").map((person) => person.id)).toEqual(["u6"]);
  expect(looksLikeId("6650abc123def456")).toBe(true);
  expect(looksLikeId("Omar")).toBe(false);
});
