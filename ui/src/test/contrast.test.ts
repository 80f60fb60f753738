import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync("src/lib/design/tokens.css", "utf8");

const more = css.slice(css.indexOf("@media (prefers-contrast: more)"));

function tokens(selector: string, source = css): Record<string, string> {
  const block = source.slice(source.indexOf(selector)).split("}")[0] ?? "";
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gi)].map(([, name, colour]) => [name, colour]));
}

function luminance(colour: string): number {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  const [r, g, b] = parts.map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const PAIRS: [text: string, surface: string][] = [
  ...["text", "text-2", "text-3"].flatMap((text) => ["bg", "surface", "sunken", "hover"].map((surface): [string, string] => [text, surface])),
  ["text-2", "chip"],
  ["text", "found"],
  ["brand", "hover"],
  ["bad", "hover"],
  ["text", "brand-weak"],
  ["text-2", "brand-weak"],
  ["brand", "brand-weak"],
  ["brand", "surface"],
  ["brand", "bg"],
  ["on-brand", "brand"],
  ["mine-text", "mine"],
  ["mine-meta", "mine"],
  ["warn", "mine"],
  ["mine-accent", "mine"],
  ["info", "mine"],
  ["text", "bad-weak"],
  ...["ok", "warn", "bad", "info"].flatMap((state): [string, string][] => [
    [state, `${state}-weak`],
    [state, "surface"],
    [state, "bg"],
  ]),
];

for (const [theme, selector] of [
  ["light", ":root {"],
  ["dark", ':root[data-theme="dark"] {'],
] as const) {
  const colours = tokens(selector);
  test.each(PAIRS)(`${theme}: %s can be read on %s`, (text, surface) => {
    const ratio = contrast(colours[text] ?? "", colours[surface] ?? "");
    expect(ratio, `${text} on ${surface} has ${ratio.toFixed(2)}:1`).toBeGreaterThanOrEqual(4.5);
  });
  test(`${theme}: the menu item or row that the pointer or the keyboard is on stands out`, () => {
    const ratio = contrast(colours["hover"] ?? "", colours["surface"] ?? "");
    expect(ratio, `hover on surface has ${ratio.toFixed(2)}:1`).toBeGreaterThanOrEqual(1.12);
  });
}

for (const [theme, selector] of [
  ["light", ":root {"],
  ["dark", ':root[data-theme="dark"] {'],
] as const) {
  const colours = { ...tokens(selector), ...tokens(selector, more) };
  test.each(PAIRS)(`more contrast, ${theme}: %s can be read on %s`, (text, surface) => {
    const ratio = contrast(colours[text] ?? "", colours[surface] ?? "");
    expect(ratio, `${text} on ${surface} has ${ratio.toFixed(2)}:1`).toBeGreaterThanOrEqual(7);
  });
  test.each(["bg", "surface", "sunken"])(`more contrast, ${theme}: an edge shows on %s`, (surface) => {
    expect(contrast(colours["line"] ?? "", colours[surface] ?? "")).toBeGreaterThanOrEqual(3);
  });
}

test("what the pointer or the keyboard is on has the colour for it: the sunken one is not seen on dark", () => {
  const folder = "src";
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.(?:svelte|css)$/u.test(file));
  expect(files.length, "the styles are elsewhere").toBeGreaterThan(50);
  const sunken = files.flatMap((file) =>
    [...readFileSync(`${folder}/${file}`, "utf8").matchAll(/([^{};]*)\{([^{}]*)\}/gu)]
      .filter(([, selector = "", body = ""]) => /:hover|aria-selected="true"|data-highlighted|\.active\b/u.test(selector) && body.includes("background: var(--sunken)"))
      .map(([, selector = ""]) => `${file}: ${selector.trim()}`),
  );
  expect(sunken).toEqual([]);
});
