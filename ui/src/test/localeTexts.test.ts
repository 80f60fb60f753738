import { FluentBundle, FluentResource } from "@fluent/bundle";
import { expect, test } from "vitest";
import arabic from "$locales/ar.ftl?raw";
import english from "$locales/en.ftl?raw";
import { LocaleTexts } from "$lib/format/localeTexts";

const ARGUMENTS = new Proxy({}, { get: (_, name) => (name === "count" ? 3 : "x"), has: () => true });

test("texts that are parsed one by one read as the whole file does", () => {
  for (const [tag, source] of [["ar-LY-u-nu-latn", arabic], ["en-GB", english]] as const) {
    const whole = new FluentBundle(tag);
    const resource = new FluentResource(source);
    whole.addResource(resource);
    const texts = new LocaleTexts(tag, source);
    expect(resource.body.length).toBeGreaterThan(900);
    for (const { id } of resource.body) {
      const message = whole.getMessage(id);
      expect(texts.has(id), id).toBe(true);
      expect(texts.format(id, ARGUMENTS), id).toBe(message?.value ? whole.formatPattern(message.value, ARGUMENTS, []) : null);
      for (const [name, pattern] of Object.entries(message?.attributes ?? {})) expect(texts.formatAttribute(id, name), `${id}.${name}`).toBe(whole.formatPattern(pattern, ARGUMENTS, []));
      expect(texts.has(id), `${id}, once parsed`).toBe(true);
    }
  }
});

test("a text that is not there is none, and the next one is found", () => {
  const texts = new LocaleTexts("en-GB", "# A comment\nfirst = One\n# first = commented out\n\nsecond =\n    Two\n    .keywords = deux\n");
  expect([texts.has("third"), texts.format("third", {}), texts.formatAttribute("first", "keywords")]).toEqual([false, null, null]);
  expect([texts.format("first", {}), texts.format("second", {}), texts.formatAttribute("second", "keywords")]).toEqual(["One", "Two", "deux"]);
});

test("no text refers to another one, which would not be parsed with it", () => {
  for (const source of [arabic, english]) expect(source.match(/^-|\{ *-?[a-z][\w-]*(?: *\}|\.)/gmu)).toBeNull();
});
