// Whether a message is a few emoji and nothing else: such a one is drawn large.
import { LARGE_EMOJI } from "$lib/limits";

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const EMOJI = /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\u2764|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3)/u;
/** No emoji of a few is longer than this. */
const LONGEST = 120;

export function isOnlyEmoji(text: string): boolean {
  const bare = text.trim();
  if (bare === "" || bare.length > LONGEST) return false;
  const found = [...letters.segment(bare)].map(({ segment }) => segment).filter((letter) => letter.trim() !== "");
  return found.length <= LARGE_EMOJI && found.every((letter) => EMOJI.test(letter));
}
