import { FluentBundle, FluentResource } from "@fluent/bundle";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { searchSettings } from "$lib/actions/settingsSearch";

const read = (path: string) => readFileSync(path, "utf8");
/** What the manual only gives as an example, and what it types into a search. */
const EXAMPLES: Record<string, string[]> = { ar: ["١٠ دقائق", "صوت", "خط"], en: ["10 minutes", "sound", "text size"] };
const QUOTED: Record<string, RegExp> = { ar: /«([^»]+)»/gu, en: /“([^”]+)”/gu };

/** Every text of a language that stands alone on a control. */
function texts(language: string): string[] {
  const source = read(`../locales/${language}.ftl`);
  const bundle = new FluentBundle(language, { useIsolating: false });
  bundle.addResource(new FluentResource(source));
  return [...source.matchAll(/^([a-z][\w-]*) =/gm)].flatMap(([, key]) => {
    const { value } = bundle.getMessage(key ?? "") ?? {};
    return value ? [bundle.formatPattern(value, {}, []).toLowerCase()] : [];
  });
}

test.each(["ar", "en"])("the manual (%s) names every button and page as the window does", (language) => {
  const quoted = [...read(`../docs/manual/${language}.md`).matchAll(QUOTED[language] ?? /x/u)].map(([, name]) => name ?? "");
  expect(quoted.length, "the manual quotes nothing").toBeGreaterThan(10);
  const shown = texts(language);
  const unknown = quoted.filter((name) => !(EXAMPLES[language] ?? []).includes(name) && !shown.includes(name.toLowerCase()));
  expect(unknown, "nothing in the window is called so").toEqual([]);
});

test.each(["صوت", "خط", "sound", "text size"])("what the manual types into the settings' search finds a setting: %s", (query) => {
  expect(searchSettings(query).length, `no setting is found by «${query}»`).toBeGreaterThan(0);
});
