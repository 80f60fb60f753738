// The wrong keyboard: what was typed on the Latin layout while Arabic was meant, and the other way round. Arabic 101 and
// 102 differ in one key (ذ), which is read at both places. The store reads searches by the same keys
// (`crates/store/src/model/keyboard.rs`); both are held to `fixtures/texts/keyboard.json`.

// Each key: what it types on the Latin layout, then on the Arabic ones.
const KEYS: [string, string][] = [
  ...([["`", "ذ"], ["\\", "ذ"], ["q", "ض"], ["w", "ص"], ["e", "ث"], ["r", "ق"], ["t", "ف"], ["y", "غ"], ["u", "ع"], ["i", "ه"], ["o", "خ"], ["p", "ح"]] as [string, string][]),
  ...([["[", "ج"], ["]", "د"], ["a", "ش"], ["s", "س"], ["d", "ي"], ["f", "ب"], ["g", "ل"], ["h", "ا"], ["j", "ت"], ["k", "ن"], ["l", "م"], [";", "ك"]] as [string, string][]),
  ...([["'", "ط"], ["z", "ئ"], ["x", "ء"], ["c", "ؤ"], ["v", "ر"], ["b", "لا"], ["n", "ى"], ["m", "ة"], [",", "و"], [".", "ز"], ["/", "ظ"]] as [string, string][]),
  ...([["~", "ّ"], ["|", "ّ"], ["Q", "َ"], ["W", "ً"], ["E", "ُ"], ["R", "ٌ"], ["T", "لإ"], ["Y", "إ"], ["P", "؛"], ["A", "ِ"], ["S", "ٍ"]] as [string, string][]),
  ...([["G", "لأ"], ["H", "أ"], ["J", "ـ"], ["K", "،"], ["X", "ْ"], ["B", "لآ"], ["N", "آ"], ["?", "؟"]] as [string, string][]),
];
const TO_ARABIC = new Map(KEYS);
// Two letters of one key before single ones; of the two keys of ذ the first.
const TO_LATIN = [...KEYS].sort(([, one], [, other]) => other.length - one.length);

const hasLatin = (text: string): boolean => /[A-Za-z]/.test(text);
const hasArabic = (text: string): boolean => /[\u0621-\u064A]/.test(text);

function toArabic(word: string): string {
  // With caps lock on, the Arabic layout types the same letters.
  const isShouted = /[A-Z].*[A-Z]/su.test(word) && !/[a-z]/.test(word);
  return [...word].map((letter) => (isShouted ? undefined : TO_ARABIC.get(letter)) ?? TO_ARABIC.get(letter.toLowerCase()) ?? letter).join("");
}

/** `twoKeys`: where لا was typed with two keys (`gh`) and not with the one that it has (`b`). */
function toLatin(word: string, twoKeys: (before: string, after: string) => boolean): string {
  let latin = "";
  for (let at = 0; at < word.length; ) {
    const rest = word.slice(at);
    const split = rest.startsWith("لا") && twoKeys(latin, rest.slice(2));
    const key = TO_LATIN.find(([, arabic]) => rest.startsWith(arabic) && !(split && arabic === "لا"));
    latin += key ? key[0] : rest.charAt(0);
    at += key ? key[1].length : 1;
  }
  return latin;
}

/** What else a word may be that was typed on the wrong layout: none for a word of both scripts or of neither. */
export function otherReadings(word: string): string[] {
  if (hasLatin(word) && !hasArabic(word)) return [toArabic(word)];
  if (!hasArabic(word) || hasLatin(word)) return [];
  const readings = [toLatin(word, () => false)];
  if (word.includes("لا")) readings.push(toLatin(word, () => true));
  return readings;
}

/** English has «gh» behind i, u and before t; elsewhere لا is rather `b`. */
const isTwoKeys = (before: string, after: string): boolean => /[iu]$/.test(before) || after.startsWith("ف");

/** A text turned round: each word of one script as the same keys type it on the other layout. */
export function turnedRound(text: string): string {
  return text.replace(/\S+/gu, (word) => {
    if (hasLatin(word) && !hasArabic(word)) return toArabic(word);
    return hasArabic(word) && !hasLatin(word) ? toLatin(word, isTwoKeys) : word;
  });
}

const isSpace = (letter: string): boolean => letter === " " || letter === "\t";
const isLatinWord = (word: string): boolean => /^[!-~]+$/.test(word) && hasLatin(word);
const isArabicWord = (word: string): boolean => hasArabic(word) && !hasLatin(word);

/** The last run of words before a place that are all of one script: where it begins and ends. Each letter is read once: a
    pattern with such words in it tries every way to part them, and stands still for hours at one sentence. */
export function lastRun(text: string, caret: number): { from: number; to: number } | null {
  let to = caret;
  while (to > 0 && isSpace(text.charAt(to - 1))) to -= 1;
  let from = to;
  let isOfScript: ((word: string) => boolean) | undefined;
  for (let end = to; end > 0; ) {
    let start = end;
    while (start > 0 && !/\s/u.test(text.charAt(start - 1))) start -= 1;
    const word = text.slice(start, end);
    isOfScript ??= [isLatinWord, isArabicWord].find((is) => is(word));
    if (!isOfScript?.(word)) break;
    from = start;
    end = start;
    while (end > 0 && isSpace(text.charAt(end - 1))) end -= 1;
    if (end === start) break;
  }
  return from < to ? { from, to } : null;
}
