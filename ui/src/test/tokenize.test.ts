import { expect, test } from "vitest";
import { linkTarget } from "$lib/format/text/links";
import { singleLine } from "$lib/format/text/singleLine";
import { tokenize } from "$lib/format/text/tokenize";

const kinds = (text: string) => tokenize(text).map((part) => [part.kind, part.kind === "mark" ? part.name : part.text]);
const links = (text: string) => tokenize(text).flatMap((part) => (part.kind === "link" ? [part.text] : []));

const LINKS: [text: string, link: string][] = [
  ["انظر https://a.example/x?q=1، شكراً", "https://a.example/x?q=1"],
  ["(www.a.example)", "www.a.example"],
  ["Https://A.example/X", "Https://A.example/X"],
  ["HTTPS://A.EXAMPLE", "HTTPS://A.EXAMPLE"],
  ["Www.a.example", "Www.a.example"],
  ["WWW.A.EXAMPLE.", "WWW.A.EXAMPLE"],
  // Brackets: the link's own stay, the sentence's do not.
  ["https://en.wikipedia.org/wiki/Blur_(band)", "https://en.wikipedia.org/wiki/Blur_(band)"],
  ["(https://e.org/a_(b))", "https://e.org/a_(b)"],
  ["(see https://e.org/a_(b).)", "https://e.org/a_(b)"],
  ["(https://e.org/a)، ثم", "https://e.org/a"],
  ["((https://e.org/a_(b)_(c)))", "https://e.org/a_(b)_(c)"],
  ["[https://e.org/a]", "https://e.org/a"],
  ["[text](https://e.org/a_(b))", "https://e.org/a_(b)"],
  ["https://e.org/a_(b", "https://e.org/a_(b"],
  ["https://e.org/a(", "https://e.org/a"],
  ["«https://e.org/a»", "https://e.org/a"],
  ["“https://e.org/a”", "https://e.org/a"],
  ["'https://e.org/a'", "https://e.org/a"],
  ['"https://e.org/a"', "https://e.org/a"],
  ["<https://e.org/a>", "https://e.org/a"],
  ["*https://e.org/a*", "https://e.org/a"],
  ["_https://e.org/a_", "https://e.org/a"],
  ["https://e.org/a_", "https://e.org/a_"],
  // The word right after it in another script.
  ["https://x.ly/abcشكرا", "https://x.ly/abc"],
  // Cyrillic and Greek letters that look like Latin ones stay within the link.
  ["شوف https://аvvento.ly/offer هنا", "https://аvvento.ly/offer"],
  ["https://avvеnto.ly", "https://avvеnto.ly"],
  ["https://αvvento.lyشكرا", "https://αvvento.ly"],
  ["https://x.ly/abc123شكرا", "https://x.ly/abc123"],
  ["https://x.lyشكرا", "https://x.ly"],
  ["https://x.ly.شكرا", "https://x.ly"],
  ["https://x.ly/abc-شكرا", "https://x.ly/abc"],
  ["https://x.ly/abc(شكرا)", "https://x.ly/abc"],
  ["https://x.ly/abc?شكرا", "https://x.ly/abc"],
  ["https://x.ly/abc😀", "https://x.ly/abc"],
  ["https://x.ly/abc谢谢", "https://x.ly/abc"],
  ["انظرhttps://x.ly/abc", "https://x.ly/abc"],
  ["رابط:https://x.ly/abc", "https://x.ly/abc"],
  // Parts in another script are the address's own.
  ["https://ar.wikipedia.org/wiki/ليبيا", "https://ar.wikipedia.org/wiki/ليبيا"],
  ["https://x.ly/طلب-جديد_2026", "https://x.ly/طلب-جديد_2026"],
  ["https://x.ly/?q=بيتزا&n=2", "https://x.ly/?q=بيتزا&n=2"],
  ["https://مثال.com/a", "https://مثال.com/a"],
  ["https://موقع.ليبيا", "https://موقع.ليبيا"],
  ["https://x.ly/café", "https://x.ly/café"],
  ["https://x.ly/%D8%B4%D9%83", "https://x.ly/%D8%B4%D9%83"],
  // The sentence's punctuation.
  ...["؟", "،", "؛", "…", "!", "?", ".", ",", ";", ":", "...", "؟!", "»", "”", "۔"].map((end): [string, string] => [`https://x.ly/a${end}`, "https://x.ly/a"]),
  // Mail.
  ["me@a.example", "me@a.example"],
  ["راسلني على me.too+x@a-b.example، شكرا", "me.too+x@a-b.example"],
  ["البريدme@a.ly", "me@a.ly"],
  ["me@a.ly.", "me@a.ly"],
  ["mailto:me@a.ly", "mailto:me@a.ly"],
];

test.each(LINKS)("the link of %s", (text, link) => {
  expect(links(text)).toEqual([link]);
  expect(kinds(text).map(([, part]) => part).join("")).toBe(text);
});

test.each(["www.", "www.x", "https://", "https:// x", "xhttps://a.example", "@a.example", "me@", "me@a", "me@@a.ly", "http", "a/b"])("%s is no link", (text) => {
  expect(links(text)).toEqual([]);
});

test("only https and mailto are opened", () => {
  for (const text of ["http://a.example", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "https://bank.example@evil.example"]) {
    expect(linkTarget(text), text).toBeNull();
  }
  expect(kinds("http://a.example/x y")).toEqual([["address", "http://a.example/x"], ["text", " y"]]);
});

test("a name keeps the sign before it", () => {
  expect(kinds("تابع @avvento_ly، شكرا")).toEqual([["text", "تابع "], ["address", "@avvento_ly"], ["text", "، شكرا"]]);
  expect(kinds("a@b @ ش")).toEqual([["text", "a@b @ ش"]]);
});

test("a link that begins a mail address has its target", () => {
  expect(tokenize("me@a.example")).toEqual([{ kind: "link", text: "me@a.example", href: "mailto:me@a.example" }]);
  expect(tokenize("Www.a.example")).toEqual([{ kind: "link", text: "Www.a.example", href: "https://Www.a.example" }]);
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

test("a heap of marks on a letter is drawn as its first", () => {
  const heap = "\u0301".repeat(2_000);
  expect(kinds(`ae${heap}b`)).toEqual([["text", `ae${"\u0301".repeat(6)}b`]]);
  expect(kinds("مُحَمَّد")).toEqual([["text", "مُحَمَّد"]]);
  expect(singleLine(`e${heap}`).length).toBeLessThan(10);
});

test("of many spaces in a row the first are drawn", () => {
  expect(kinds(`a${" ".repeat(5_000)}b\n\tc`)).toEqual([["text", `a${" ".repeat(32)}b\n\tc`]]);
  expect(kinds(`1${"\u00A0".repeat(5_000)}2`)[0]?.[1]?.length).toBeLessThan(40);
  expect(singleLine(`${" ".repeat(5_000)}سلام${"\t".repeat(5_000)}.`)).toBe("سلام");
});

test("what nobody sees is no text in a line", () => {
  for (const unseen of ["", " \u00A0", "\u200B\u2060", "\u3164", "\u2800\u2800", "\u202A\u202C", "\u{E0041}\u{E007F}", "\u115F\uFFA0\u00AD"]) expect(singleLine(unseen), JSON.stringify(unseen)).toBe("");
  expect(singleLine("\u200Fسالم")).toBe("\u200Fسالم");
});

test("the tokens contain the whole text", () => {
  const typed = "سعر 45.50 د.ل https://x.example/a(b)c. a@b.c #12 www. +1 ... (021) 333-4455 12:41";
  expect(tokenize(typed).map((part) => (part.kind === "mark" ? "" : part.text)).join("")).toBe(typed);
});
