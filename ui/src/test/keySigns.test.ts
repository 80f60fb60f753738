import { expect, test } from "vitest";
import { textOf, type Press } from "$lib/dom/keySigns";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
/** What the keys of a US keyboard write on others, in the order of the letters A to Z, then of the digits 0 to 9. */
const LAYOUTS: Record<string, string[]> = {
  US: [...LETTERS, ...DIGITS],
  "French AZERTY": [..."qbcdefghijkl,noparstuvzxyw", ..."à&é\"'(-è_ç"],
  "Arabic 101": ["ش", "لا", "ؤ", "ي", "ث", "ب", "ل", "ا", "ه", "ت", "ن", "م", "ة", "ى", "خ", "ح", "ض", "ق", "س", "ف", "ع", "ر", "ص", "ء", "غ", "ئ", ..."٠١٢٣٤٥٦٧٨٩"],
  German: [..."abcdefghijklmnopqrstuvwxzy", ...DIGITS],
};

/** The keys that a scanner presses for a code, as a computer with this layout hears them. */
function scanned(code: string, written: string[]): Press[] {
  return [...code].map((sign, at) => {
    const place = (LETTERS + DIGITS).indexOf(sign.toLowerCase());
    const name = sign === "-" || sign === "_" ? "Minus" : place < 26 ? `Key${sign.toUpperCase()}` : `Digit${sign}`;
    return { code: name, key: written[place] ?? ")", shiftKey: sign === "_" || /[A-Z]/.test(sign), timeStamp: at };
  });
}

test("a code is read right under every keyboard layout", () => {
  for (const [layout, written] of Object.entries(LAYOUTS)) {
    for (const code of ["66f2a1b3c4d5e6f708192a3b", "1620", "AV-2024_77", "zyxwvutsrqponmlkjihgfedcba9876543210"]) {
      expect(textOf(scanned(code, written)), `${code} under ${layout}`).toBe(code);
    }
  }
});

test("digits with Shift are digits where all of them are", () => {
  const french = [..."1620"].map((digit) => ({ code: `Digit${digit}`, key: digit, shiftKey: true, timeStamp: 0 }));
  expect(textOf(french)).toBe("1620");
  const sign = { code: "Digit3", key: "#", shiftKey: true, timeStamp: 0 };
  expect(textOf([sign, ...scanned("1620", [...LETTERS, ...DIGITS])]), "beside plain digits it is a sign").toBe("#1620");
});

test("the number pad writes digits with Num Lock alone", () => {
  const pad = (digit: string, key: string) => ({ code: `Numpad${digit}`, key, shiftKey: false, timeStamp: 0 });
  expect(textOf([pad("1", "1"), pad("6", "٦"), pad("8", "ArrowUp")])).toBe("16");
});
