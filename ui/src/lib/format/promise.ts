// Finds how long a text asks somebody to wait: «١٠ دقائق», «ربع ساعة», "half an hour".
import { LONGEST_PROMISE, PROMISE_LETTERS } from "$lib/limits";
import { foldForSearch } from "./text/searchFold";

type Rule = { pattern: RegExp; minutes: (match: RegExpExecArray) => number };

// Words are compared as searches fold them, so that «دقيقة» and «دقيقه», «ساعة» and «ساعه» are one.
const any = (...words: string[]): string => `(?:${words.map(foldForSearch).join("|")})`;

// What may stand before an Arabic word in one piece with it: «وساعة», «بربع ساعة», «لساعة».
const BEFORE = "(?<![\\p{L}\\p{N}])[وبفل]?";
const AFTER = "(?![\\p{L}\\p{N}])";

const NUMBERS: [string[], number][] = [
  [["ثلاث", "تلات", "ثلاثة", "three"], 3],
  [["اربع", "أربعة", "four"], 4],
  [["خمس", "خمسة", "five"], 5],
  [["ست", "ستة", "six"], 6],
  [["سبع", "سبعة", "seven"], 7],
  [["ثمان", "ثماني", "تمن", "eight"], 8],
  [["تسع", "تسعة", "nine"], 9],
  [["عشر", "عشرة", "ten"], 10],
  [["خمسطاش", "خمسة عشر", "خمس عشرة", "fifteen"], 15],
  [["عشرين", "عشرون", "twenty"], 20],
  [["ثلاثين", "ثلاثون", "تلاتين", "thirty"], 30],
  [["اربعين", "أربعون", "forty"], 40],
  [["خمسين", "خمسون", "fifty"], 50],
];
const wordsOf = (fits: (number: number) => boolean): string => any(...NUMBERS.flatMap(([words, number]) => (fits(number) ? words : [])));

function numberOf(folded: string): number {
  if (/^\d/u.test(folded)) return Number(folded);
  const known = NUMBERS.find(([words]) => words.some((word) => foldForSearch(word) === folded));
  if (known) return known[1];
  const parts = folded.split(/ و ?|[ -]/u);
  return parts.length > 1 ? parts.reduce((sum, part) => sum + numberOf(part), 0) : 0;
}

const rule = (pattern: string, minutes: Rule["minutes"]): Rule => ({ pattern: new RegExp(`${BEFORE}${pattern}${AFTER}`, "gu"), minutes });

/** What promises are found by. */
type Grammar = { rules: Rule[]; past: RegExp; ago: RegExp };

function createGrammar(): Grammar {
  const MINUTES = any("دقيقة", "دقائق", "دقايق", "دقيقه", "minutes", "minute", "mins", "min");
  const HOURS = any("ساعات", "ساعة", "hours", "hour", "hrs", "hr");
  const UNIT = wordsOf((number) => number < 10);
  const TENS = wordsOf((number) => number >= 20);
  // «خمسة وعشرين», "twenty-five", a single word, digits.
  const NUMBER = `(?:${UNIT} و ?${TENS}|${TENS}[ -]${UNIT}|${wordsOf(() => true)}|\\d{1,4})`;

  const HALF = any("نص", "نصف");
  const QUARTER = any("ربع");
  const THIRD = any("ثلث", "تلت");
  const HOUR = any("ساعة");
  const TWO_HOURS = any("ساعتين", "ساعتان", "two hours", "couple of hours");

  // The first that is found decides, so that the longer ones come first.
  const rules: Rule[] = [
    rule(`${HOUR} ${any("الا", "إلا")} ${QUARTER}`, () => 45),
    rule(`${HOUR} ${any("الا", "إلا")} ${THIRD}`, () => 40),
    rule(`${TWO_HOURS} و ?${HALF}|${any("two and a half hours", "two hours and a half")}`, () => 150),
    rule(`${HOUR} و ?${HALF}|${any("an hour and a half", "one and a half hours", "hour and a half")}`, () => 90),
    rule(`${HOUR} و ?${QUARTER}|${any("an hour and a quarter", "hour and a quarter")}`, () => 75),
    rule(`${HOUR} و ?${THIRD}`, () => 80),
    rule(`${HOUR} و ?(${NUMBER}) ?${MINUTES}`, (match) => 60 + numberOf(match[1] ?? "")),
    rule(`${HALF} ${HOUR}|${any("half an hour", "half hour", "half-hour")}`, () => 30),
    rule(`${QUARTER} ${HOUR}|${any("quarter of an hour", "quarter hour")}`, () => 15),
    rule(`${THIRD} ${HOUR}`, () => 20),
    rule(`(${NUMBER}) ?${MINUTES}`, (match) => numberOf(match[1] ?? "")),
    rule(`(${NUMBER}) ?${HOURS}`, (match) => numberOf(match[1] ?? "") * 60),
    rule(TWO_HOURS, () => 120),
    rule(any("دقيقتين", "دقيقتان", "two minutes", "couple of minutes"), () => 2),
    rule(`(?:${HOUR}|${any("an hour", "one hour")})`, () => 60),
  ];

  // «من ساعة» and «10 minutes ago» tell of what was; «أقل من ساعة» does not.
  const past = new RegExp(`(?:^|[^\\p{L}])(?:${any("منذ", "قبل", "صارلي", "كل", "every", "past", "last")}|(?<!${any("اقل", "اكثر")} )${any("من")}) $`, "u");
  const ago = new RegExp(`^ ${any("ago", "مضت", "مرت")}`, "u");
  return { rules, past, ago };
}

// Made for the first text that is looked at: at the start it would take 13 ms of the page's one thread, on a slow machine.
let grammar: Grammar | null = null;

/** For how many minutes a text asks to wait; null where it names no such time. */
export function promisedMinutes(text: string): number | null {
  const { rules, past, ago } = (grammar ??= createGrammar());
  let folded = foldForSearch(text.slice(0, PROMISE_LETTERS));
  for (const { pattern, minutes } of rules) {
    for (const match of folded.matchAll(pattern)) {
      const [before, after] = [folded.slice(0, match.index), folded.slice(match.index + match[0].length)];
      if (past.test(before) || ago.test(after)) {
        // No shorter rule is to find a part of it.
        folded = before + "#".repeat(match[0].length) + after;
        continue;
      }
      const found = minutes(match);
      return found > 0 && found <= LONGEST_PROMISE ? found : null;
    }
  }
  return null;
}
