// Refuses physical directions in styles (they break right-to-left), colours outside the tokens, and style
// attributes in markup (the content security policy forbids them).
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PHYSICAL = [
  /(?:^|[\s;{])(?:left|right)\s*:/,
  /(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b/,
  /(?:^|[\s;{])(?:top|bottom)\s*:/,
  /border-(?:top|bottom)-(?:left|right)-radius/,
  /text-align\s*:\s*(?:left|right)/,
  /float\s*:\s*(?:left|right)/,
];
const COLOUR = /#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(/;

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (/\.(css|svelte)$/.test(entry.name)) yield path;
  }
}

function problems(path) {
  const source = readFileSync(path, "utf8");
  const found = [];
  const isSheet = path.endsWith(".css");
  const style = isSheet ? source : (/<style[^>]*>([\s\S]*?)<\/style>/.exec(source)?.[1] ?? "");
  const tokens = path.endsWith("tokens.css");
  style.replace(/\/\*[\s\S]*?\*\//g, "").split("\n").forEach((line) => {
    if (PHYSICAL.some((rule) => rule.test(line))) found.push(`physical direction: ${line.trim()}`);
    if (!tokens && COLOUR.test(line)) found.push(`colour outside the tokens: ${line.trim()}`);
  });
  if (!isSheet) {
    const markup = source.replace(/<(script|style)[\s\S]*?<\/\1>/g, "");
    if (/\sstyle="/.test(markup)) found.push("a style attribute: the policy forbids it, use style:name={value}");
    if (/\p{Script=Arabic}/u.test(markup)) found.push("a text outside locales/");
  }
  return found.map((problem) => `${path}: ${problem}`);
}

const all = [...files("src")].flatMap(problems);
for (const problem of all) console.error(problem);
process.exit(all.length === 0 ? 0 : 1);
