// Addresses as people write them here: words such as «حي», «شارع», «عمارة», and the names and numbers behind them. Read
// word by word, once; a guess, so nothing is done with it but showing it.
import { foldForSearch } from "./searchFold";
import { ADDRESS_LETTERS } from "$lib/limits";

/** Words that begin an address, folded. */
const BEGINS = new Set("حي شارع ش.  عماره طريق زنقه بنايه محله منطقه زقاق ميدان جزيره مجمع برج".split(/\s+/u));
/** Words that go on with one. */
const GOES_ON = new Set("شقه الدور دور طابق الطابق فيلا منزل بيت رقم بجانب بجوار جنب حدا مقابل خلف ورا وراء امام قدام قرب قريب بالقرب تقاطع كوبري اشاره جامع مسجد صيدليه مدرسه مستشفي مصرف محل".split(" "));
/** Words that no address holds: the sentence goes on with something else. */
const ENDS = new Set("متي وين شن شنو كم لو هل من علي الي الطلب طلب طلبي طلبيه يوصل وصل وصلني شكرا مشكور ارجو بسرعه رقمي هاتفي تلفوني الان توا باهي تمام والله لكن انا نحن انت هو هذا هذه عندي عندكم ابي نبي نبو نريد اريد يعني بس خلاص ساكن ساكنه موجود العنوان عنواني".split(" "));
/** How many words of a name follow a word of an address at most. */
const NAME_WORDS = 4;

type Word = { from: number; to: number; folded: string; endsClause: boolean; afterLine: boolean };

function wordsOf(text: string): Word[] {
  let afterLine = false;
  return [...text.matchAll(/[^\s،,.!?؟؛;:()"«»]+|[.!?؟؛;:()"«»،,\n]/gu)].reduce<Word[]>((words, match) => {
    const [sign] = match;
    const last = words.at(-1);
    if (sign === "\n") afterLine = true;
    else if (/^[.!?؟؛;:()"«»،,]$/u.test(sign)) {
      if (last) last.endsClause = true;
    } else {
      words.push({ from: match.index, to: match.index + sign.length, folded: foldForSearch(sign), endsClause: false, afterLine });
      afterLine = false;
    }
    return words;
  }, []);
}

/** How many letters before a word are written to it: «بشارع», «وحي», «للعمارة». Null where it begins no address. */
function beginsAddress(folded: string): number | null {
  for (const [prefix] of [[""], ["و"], ["ف"], ["ب"], ["ل"], ["ك"]] as const) {
    if (!folded.startsWith(prefix)) continue;
    const bare = folded.slice(prefix.length);
    if (BEGINS.has(bare) || (bare.startsWith("ال") && BEGINS.has(bare.slice(2)))) return prefix.length;
  }
  return null;
}

const isNumber = (folded: string): boolean => /^\d{1,4}\p{L}?$/u.test(folded);

/** Where an address ends with the bracket that it has opened: «عمارة 7 (الدور 3)». */
function closingBracket(text: string, from: number, to: number): number {
  const inside = text.slice(from, to);
  const isOpen = inside.lastIndexOf("(") > inside.lastIndexOf(")");
  return isOpen && text[to] === ")" ? to + 1 : to;
}

/** The addresses that a text names, as they are written. */
export function streetAddresses(text: string): string[] {
  const found: string[] = [];
  let open: { from: number; to: number; words: number; left: number } | null = null;
  let isParted = false;

  function close(): void {
    // A word such as «شارع» alone says nothing.
    if (open !== null && open.words > 1) found.push(text.slice(open.from, Math.min(closingBracket(text, open.from, open.to), open.from + ADDRESS_LETTERS)).trim());
    open = null;
  }

  for (const word of wordsOf(text)) {
    const begins = beginsAddress(word.folded);
    const goesOn = begins !== null || GOES_ON.has(word.folded.replace(/^[وبف](?=ال)/u, ""));
    if (open !== null && !goesOn && (isParted || word.afterLine || open.left === 0 || ENDS.has(word.folded) || /^\d{5,}$/u.test(word.folded))) close();
    if (open === null) {
      if (begins !== null) open = { from: word.from + begins, to: word.to, words: 1, left: NAME_WORDS };
    } else {
      // «حي الله», «حي على»: the word lives.
      open = { from: open.from, to: word.to, words: open.words + 1, left: goesOn ? NAME_WORDS : isNumber(word.folded) ? Math.max(open.left - 1, 0) : open.left - 1 };
    }
    isParted = word.endsClause;
  }
  close();
  return found.filter((address) => !/^حي (?:الله|على|يا)/u.test(address));
}
