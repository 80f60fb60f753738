import { readFileSync } from "node:fs";
import { render } from "@testing-library/svelte";
import { expect, test } from "vitest";
import RefreshCw from "@lucide/svelte/icons/refresh-cw";
import Star from "@lucide/svelte/icons/star";
import { ICON_PROPS, staticIcon } from "../../scripts/static-icons.ts";

const SCREENS = import.meta.glob<string>("/src/**/*.svelte", { query: "?raw", import: "default", eager: true });
const drawingOf = (name: string) => readFileSync(`node_modules/@lucide/svelte/dist/icons/${name}.svelte`, "utf8");

test("an icon has the package's drawing, its classes and what it is given", () => {
  const { container } = render(Star, { size: 13, fill: "currentColor", class: "points" });
  const icon = container.querySelector("svg");
  expect([...(icon?.classList ?? [])].sort()).toEqual(["lucide", "lucide-star", "points"]);
  const given = ["width", "height", "viewBox", "fill", "stroke", "stroke-width", "aria-hidden"].map((name) => icon?.getAttribute(name));
  expect(given).toEqual(["13", "13", "0 0 24 24", "currentColor", "currentColor", "2", "true"]);
  const path = icon?.querySelector("path")?.getAttribute("d") ?? "none";
  expect(drawingOf("star")).toContain(path);
});

test("an icon of several shapes has all of them, unfilled and of the usual size", () => {
  const icon = render(RefreshCw).container.querySelector("svg");
  expect(icon?.querySelectorAll("path").length).toBe(4);
  expect([icon?.getAttribute("width"), icon?.getAttribute("fill")]).toEqual(["24", "none"]);
});

test("an icon that is written down in another way is not taken for an empty one", () => {
  expect(staticIcon("<script>import Icon from '../Icon.svelte';</script><Icon />")).toBeNull();
});

test("no screen gives an icon what it does not take", () => {
  const wrong: string[] = [];
  for (const [file, source] of Object.entries(SCREENS)) {
    for (const [, name] of source.matchAll(/^ *import (\w+) from "@lucide\/svelte\/icons\/[\w-]+";$/gm)) {
      for (const [tag, attributes = ""] of source.matchAll(new RegExp(`<${name}(\\s[^>]*)?>`, "g"))) {
        const given = [...attributes.matchAll(/\s(?:([\w-]+)=|\{(\.{3}|\w+))/g)].map(([, named, short]) => named ?? short ?? "");
        if (!given.every((one) => (ICON_PROPS as readonly string[]).includes(one))) wrong.push(`${file}: ${tag}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});
