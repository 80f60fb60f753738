// Makes src/lib/format/emojiData.json, which the emoji picker loads when it is first opened: every emoji with its name
// and keywords in Arabic and English. To be run when Unicode has new ones:
//
//   cd "$(mktemp -d)" && npm install --ignore-scripts cldr-annotations-full@48 cldr-annotations-derived-full@48 unicode-emoji-json@0.9
//   node …/ui/scripts/build-emoji.mjs "$PWD/node_modules"
//
// Names and keywords are the Unicode CLDR's (Unicode-3.0, © Unicode, Inc.: https://www.unicode.org/license.txt); the
// order and the groups are those of Unicode's emoji-test.txt, as unicode-emoji-json (MIT) has them.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const packages = process.argv[2] ?? "node_modules";
/** What the fonts of the systems that we run on can draw. */
const NEWEST = 15;
const GROUPS = ["smileys", "people", "nature", "food", "travel", "activities", "objects", "symbols", "flags"];

const read = (...path) => JSON.parse(readFileSync(join(packages, ...path), "utf8"));
const bare = (emoji) => emoji.replaceAll("\uFE0F", "");

function annotations(language) {
  return {
    ...read("cldr-annotations-derived-full", "annotationsDerived", language, "annotations.json").annotationsDerived.annotations,
    ...read("cldr-annotations-full", "annotations", language, "annotations.json").annotations.annotations,
  };
}

const arabic = annotations("ar");
const english = annotations("en");

const groups = read("unicode-emoji-json", "data-by-group.json").map(({ emojis }, at) => ({
  name: GROUPS[at],
  emoji: emojis
    .filter(({ emoji_version }) => Number(emoji_version) <= NEWEST)
    .map(({ emoji, name }) => {
      const [ar, en] = [arabic, english].map((texts) => texts[bare(emoji)] ?? texts[emoji]);
      const names = [ar?.tts?.[0] ?? name, en?.tts?.[0] ?? name];
      const words = new Set([...(ar?.default ?? []), ...(en?.default ?? [])].filter((word) => !names.includes(word)));
      return [emoji, ...names, [...words].join("|")];
    }),
}));

const lines = groups.map(({ name, emoji }) => `{"name":${JSON.stringify(name)},"emoji":[\n${emoji.map((one) => JSON.stringify(one)).join(",\n")}\n]}`);
writeFileSync(new URL("../src/lib/format/emojiData.json", import.meta.url), `[\n${lines.join(",\n")}\n]\n`);
