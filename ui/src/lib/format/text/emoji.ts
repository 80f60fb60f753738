// Whether a message is a few emoji and nothing else: such a one is drawn large.
import { LARGE_EMOJI } from "$lib/limits";

const EMOJI = /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\u2764|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3)/u;
/** Made with the first short message: it takes milliseconds that a start does not have. */
let segmenter: Intl.Segmenter | undefined;
/** A letter, of which only the information sign is an emoji, too. */
const LETTER = /(?!\u2139)\p{L}/u;
/** No emoji of a few is longer than this. */
const LONGEST = 120;

export function isOnlyEmoji(text: string): boolean {
  const bare = text.trim();
  if (bare === "" || bare.length > LONGEST || LETTER.test(bare)) return false;
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const found = [...segmenter.segment(bare)].map(({ segment }) => segment).filter((letter) => letter.trim() !== "");
  return found.length <= LARGE_EMOJI && found.every((letter) => EMOJI.test(letter));
}
