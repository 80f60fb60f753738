import { expect, test } from "vitest";
import { linkTarget, singleLine, tokenize } from "$lib/format/tokenize";
import { isSendKey } from "$lib/dom/sendKey";
import { misplacesVowelSigns } from "$lib/dom/webkitQuirk";
import { avatarInitial, fileSize } from "$lib/format/names";
import { looksLikeUserId, searchPeople } from "$lib/format/peopleSearch";
import { sticksToBottom } from "$lib/dom/stickToBottom";
import { PEOPLE } from "./fixtures";

const kinds = (text: string) => tokenize(text).map((part) => [part.kind, part.kind === "mark" ? part.name : part.text]);

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
  expect(tokenize("me@a.example")).toEqual([{ kind: "link", text: "me@a.example", href: "mailto:me@a.example" }]);
});

test("no other address is opened", () => {
  for (const text of ["http://a.example", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "https://bank.example@evil.example"]) {
    expect(linkTarget(text), text).toBeNull();
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
  expect(singleLine("a\u202Eb\n\u2067 c")).toBe("ab c");
});

test("a link cannot carry a mark that turns it around", () => {
  expect(kinds("https://a.example/\u202Efdp").map(([kind]) => kind)).toEqual(["link", "mark", "text"]);
});

test("phone numbers, prices, times and order numbers keep their order", () => {
  for (const number of ["091-2345678", "091 234 5678", "45.50", "12:41", "#1234", "+218912345678"]) {
    expect(kinds(`على ${number} الآن`)).toContainEqual(["number", number]);
  }
  expect(tokenize("عمارة 7").map((part) => part.kind)).toEqual(["text"]);
});

test("whatever is typed is there again, mark by mark", () => {
  const typed = "سعر 45.50 د.ل https://x.example/a(b)c. a@b.c #12 www. +1 ...";
  expect(tokenize(typed).map((part) => (part.kind === "mark" ? "" : part.text)).join("")).toBe(typed);
});

test("Enter sends, Shift+Enter breaks, an input method's Enter does neither", () => {
  const press = { key: "Enter", shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, isComposing: false, keyCode: 13 };
  expect(isSendKey(press)).toBe(true);
  expect(isSendKey({ ...press, shiftKey: true })).toBe(false);
  expect(isSendKey({ ...press, ctrlKey: true })).toBe(false);
  expect(isSendKey({ ...press, isComposing: true })).toBe(false);
  expect(isSendKey({ ...press, keyCode: 229 })).toBe(false);
  expect(isSendKey({ ...press, key: "a" })).toBe(false);
});

test("a reader who scrolls up is let go at once; whoever stays at the end is kept there", () => {
  expect(sticksToBottom(true, 50, -50), "scrolled up a little").toBe(false);
  expect(sticksToBottom(true, 150, 0), "a picture grew below").toBe(true);
  expect(sticksToBottom(true, 0, -40), "a row above turned out smaller").toBe(true);
  expect(sticksToBottom(false, 40, 30), "scrolled down to the end").toBe(true);
  expect(sticksToBottom(false, 400, 30), "scrolled down, not yet there").toBe(false);
});

test("only WebKitGTK is kept from placing vowel signs", () => {
  const webkit = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15";
  expect(misplacesVowelSigns(webkit)).toBe(true);
  expect(misplacesVowelSigns("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36")).toBe(false);
  expect(misplacesVowelSigns("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0")).toBe(false);
  expect(misplacesVowelSigns("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)")).toBe(false);
});

test("an avatar shows the name's first letter without the article", () => {
  expect(avatarInitial("المدير")).toBe("م");
  expect(avatarInitial("omar")).toBe("O");
  expect(avatarInitial("")).toBe("?");
});

test("a file's size is told in the unit that reads best", () => {
  expect(fileSize(900)).toEqual({ key: "size-bytes", size: 900 });
  expect(fileSize(284_000)).toEqual({ key: "size-kilobytes", size: 277 });
  expect(fileSize(12_345_678)).toEqual({ key: "size-megabytes", size: 11.8 });
});

test("people are found whatever form of a letter was typed", () => {
  const all = Object.values(PEOPLE);
  expect(searchPeople(all, "انس", "me").map((person) => person.id)).toEqual(["u4"]);
  expect(searchPeople(all, "صيدليه", "me").map((person) => person.id)).toEqual(["p1"]);
  expect(searchPeople(all, "OMAR", "me").map((person) => person.id)).toEqual(["u6"]);
  expect(looksLikeUserId("6650abc123def456")).toBe(true);
  expect(looksLikeUserId("Omar")).toBe(false);
});
