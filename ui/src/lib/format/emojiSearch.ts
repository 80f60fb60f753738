// Emoji by group, and found by a word in Arabic or English. The data is loaded when it is first asked for.
import { FOUND_EMOJI } from "$lib/limits";
import { foldForSearch } from "./text/searchFold";

export type Emoji = { emoji: string; names: { ar: string; en: string }; words: string[] };
export type EmojiGroup = { name: string; emoji: Emoji[] };

type Written = { name: string; emoji: [emoji: string, ar: string, en: string, words: string][] }[];

/** Those that people send most, the most frequent first: of several that fit equally they come before the others. */
const FREQUENT = [..."😂❤🤣👍😭🙏😘🥰😍😊🎉😁💕🥺😅🔥🤦🤷🙄😆🤗😉🎂🤔👏🙂😳🥳😎👌💜😔💪✨💖👀😋😏😢👉💗😩💯🌹💞💙😃💐😄🙌😀👋💔✅🎁🍕🛵"];
const bare = (emoji: string): string => emoji.replaceAll("\uFE0F", "");

let loaded: Promise<EmojiGroup[]> | null = null;

/** Every emoji, in Unicode's order. */
export function loadEmoji(): Promise<EmojiGroup[]> {
  return (loaded ??= import("./emojiData.json?raw").then(({ default: text }) => readEmoji(text)));
}

export function readEmoji(text: string): EmojiGroup[] {
  return (JSON.parse(text) as Written).map(({ name, emoji }) => ({
    name,
    emoji: emoji.map(([one, ar, en, words]) => ({ emoji: one, names: { ar, en }, words: [ar, en, ...words.split("|")].map(foldForSearch).filter(Boolean) })),
  }));
}

/** The emoji that every word of a query begins a word of: those that are called so first. */
export function searchEmoji(groups: EmojiGroup[], query: string): Emoji[] {
  const wanted = foldForSearch(query).split(" ").filter(Boolean);
  if (wanted.length === 0) return [];
  const whole = wanted.join(" ");
  const begins = (words: string, word: string) => words.startsWith(word) || words.includes(` ${word}`);
  const rank = ({ words }: Emoji): number => {
    const names = words.slice(0, 2);
    // The best kind of answer first.
    return [
      names.includes(whole),
      // The thing itself comes first in an Arabic name, often last in an English one.
      names.some((name) => name.startsWith(`${whole} `)) || names[1]?.endsWith(` ${whole}`) === true,
      words.includes(whole),
      wanted.every((word) => names.some((name) => begins(name, word))),
      wanted.every((word) => words.some((one) => begins(one, word))),
    ].indexOf(true);
  };
  const frequency = ({ emoji }: Emoji): number => (FREQUENT.indexOf(bare(emoji)) + FREQUENT.length + 1) % (FREQUENT.length + 1);
  const found = groups.flatMap(({ emoji }) => emoji.map((one) => ({ one, rank: rank(one), frequency: frequency(one) })));
  const fitting = found.filter((each) => each.rank >= 0).sort((a, b) => a.rank - b.rank || a.frequency - b.frequency);
  return fitting.slice(0, FOUND_EMOJI).map(({ one }) => one);
}
