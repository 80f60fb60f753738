import { FluentBundle, FluentResource } from "@fluent/bundle";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const read = (language: string) => readFileSync(`../locales/${language}.ftl`, "utf8");
const keysOf = (source: string) => [...source.matchAll(/^([a-z][\w-]*) =/gm)].map(([, key]) => key ?? "");
const ar = read("ar");
const en = read("en");

const ERRORS =
  "wrong-password phone-not-verified bad-token expired-token unreachable host-asleep no-such-host proxy-unreachable proxy-sign-in-needed proxy-refused saved-sign-in-missing captive-portal wrong-clock not-avvento bad-address bad-certificate refused forbidden not-found conversation-closed invalid-input too-many-requests server-failed sign-in-needed disk-full cache-damaged disk-failed profile-in-use keyring-unavailable ambiguous-send unsettled-send too-late bad-time file-empty file-too-large too-many-files file-missing no-upload-endpoint bad-upload-endpoint file-too-large-for-server file-type-refused draft-too-long note-too-long tag-too-long too-many-tags too-large not-an-image image-host-not-allowed unreadable-answer internal message-empty message-too-long query-too-long unstable-connection".split(
    " ",
  );

test("both languages have the same texts, each once", () => {
  expect(keysOf(ar)).toEqual(keysOf(en));
  expect(new Set(keysOf(ar)).size).toBe(keysOf(ar).length);
});

test("English has one word for a chat, in the window and in the manual", () => {
  const texts = en.split("\n").filter((line) => !line.includes(".keywords")).map((line) => line.replace(/^[a-z][\w-]* =/, ""));
  const manual = readFileSync("../docs/manual/en.md", "utf8").split("\n");
  expect([...texts, ...manual].filter((line) => /conversation/i.test(line.replaceAll(/\{[^}]*\}/g, "")))).toEqual([]);
});

test("every failure has a sentence that says what to do", () => {
  for (const source of [ar, en]) {
    for (const code of ERRORS) {
      const text = new RegExp(`^error-${code} = (.+)$`, "m").exec(source)?.[1] ?? "";
      expect(text.split(/[.؛] ?/u).filter(Boolean).length, `error-${code}: «${text}»`).toBeGreaterThanOrEqual(2);
    }
  }
});

test("every text parses and formats", () => {
  for (const [tag, source] of [["ar-LY-u-nu-latn", ar], ["en-GB", en]] as const) {
    const bundle = new FluentBundle(tag);
    expect(bundle.addResource(new FluentResource(source))).toEqual([]);
    const names = [...new Set([...source.matchAll(/\$([a-z]\w*)/gi)].map(([, name]) => name ?? ""))];
    const args = Object.fromEntries(names.map((name) => [name, name === "count" ? 3 : "x"]));
    for (const key of keysOf(source)) {
      const errors: Error[] = [];
      const value = bundle.getMessage(key)?.value;
      if (value) bundle.formatPattern(value, args, errors);
      expect(errors, key).toEqual([]);
    }
  }
});

test("Arabic counts have all six forms", () => {
  for (const [, key, body] of ar.matchAll(/^([\w-]+) = \{ \$count ->\n([\s\S]*?)^\}/gm)) {
    for (const form of ["zero", "one", "two", "few", "many", "*[other"]) expect(body, `${key} lacks ${form}`).toContain(form);
  }
  const bundle = new FluentBundle("ar-LY-u-nu-latn", { useIsolating: false });
  bundle.addResource(new FluentResource(ar));
  const say = (count: number) => bundle.formatPattern(bundle.getMessage("chat-new-messages")?.value ?? "", { count });
  expect([1, 2, 3, 11, 100].map(say)).toEqual(["رسالة جديدة", "رسالتان جديدتان", "3 رسائل جديدة", "11 رسالة جديدة", "100 رسالة جديدة"]);
});

test("Arabic has its dual and the form for a hundred", () => {
  const bundle = new FluentBundle("ar-LY-u-nu-latn", { useIsolating: false });
  bundle.addResource(new FluentResource(ar));
  const say = (key: string, count: number) => bundle.formatPattern(bundle.getMessage(key)?.value ?? "", { count });
  expect(say("quit-note", 2)).toContain("ستُرسلان");
  expect([11, 100, 103, 111].map((count) => say("span-days", count))).toEqual(["11 يوماً", "100 يوم", "103 أيام", "111 يوماً"]);
});

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* entry.name === "test" ? [] : sources(path);
    else if (/\.(svelte|ts)$/.test(entry.name) && entry.name !== "bindings.ts") yield path;
  }
}

test("every text key in the source exists", () => {
  const known = new Set(keysOf(ar));
  for (const path of sources("src")) {
    for (const [, key] of readFileSync(path, "utf8").matchAll(/\bt\(\s*"([a-z-]+)"/g)) expect(known, `${path} asks for ${key}`).toContain(key);
  }
});

test("no digit stands in an Arabic text by itself, so that all follow the choice", () => {
  // An example of what is to be typed is no number that the program says.
  const said = (line: string) => line.replaceAll(/\{[^}]*\}|\d\d:\d\d/gu, "").replace(/^[\w-]+/u, "x");
  const bare = ar.split("\n").filter((line) => /^(?:x =| ).*[0-9]/u.test(said(line)));
  expect(bare).toEqual(["digits-latin = 123"]);
});
