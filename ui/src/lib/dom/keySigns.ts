// Which sign a key stands for by its place on the keyboard. Scanners press the keys of a US keyboard, whatever layout the
// computer has: under AZERTY or Arabic what a key writes is another sign, its place (`code`) is the same.

/** What the keys beside letters and digits write on a US keyboard: plain, and with Shift. */
const OTHERS: Record<string, [plain: string, shifted: string]> = {
  Minus: ["-", "_"],
  Equal: ["=", "+"],
  Slash: ["/", "?"],
  Period: [".", ">"],
  Comma: [",", "<"],
  Semicolon: [";", ":"],
  Quote: ["'", '"'],
  BracketLeft: ["[", "{"],
  BracketRight: ["]", "}"],
  Backslash: ["\\", "|"],
  Backquote: ["`", "~"],
  Space: [" ", " "],
  NumpadSubtract: ["-", "-"],
  NumpadDecimal: [".", "."],
};
const SHIFTED_DIGITS = ")!@#$%^&*(";

/** A key that was pressed; `KeyboardEvent` is one. */
export type Press = Pick<KeyboardEvent, "code" | "key" | "shiftKey" | "timeStamp">;

/** The digit at a key's place, if it has one; the number pad writes digits with Num Lock alone. */
export function digitOf({ code, key }: Press): string | null {
  const place = /^(Digit|Numpad)([0-9])$/.exec(code);
  if (place === null || (place[1] === "Numpad" && !/^\p{Nd}$/u.test(key))) return null;
  return place[2] ?? null;
}

export const isLetterKey = ({ code }: Press): boolean => /^Key[A-Z]$/.test(code);

/** Whether a key writes a sign at all. */
export const writesSign = (press: Press): boolean => digitOf(press) !== null || isLetterKey(press) || press.code in OTHERS;

/**
 * What keys that were pressed one after another write on a US keyboard. Digits with Shift are digits where all are, as
 * on a French keyboard; beside plain ones they are signs.
 */
export function textOf(presses: readonly Press[]): string {
  const digits = presses.filter((press) => digitOf(press) !== null);
  const isDigitShifted = digits.every((press) => press.shiftKey);
  return presses.map((press) => signOf(press, isDigitShifted)).join("");
}

function signOf(press: Press, isDigitShifted: boolean): string {
  const digit = digitOf(press);
  const which = press.shiftKey ? 1 : 0;
  if (digit !== null) return press.shiftKey && !isDigitShifted && press.code.startsWith("Digit") ? SHIFTED_DIGITS.charAt(Number(digit)) : digit;
  if (!isLetterKey(press)) return OTHERS[press.code]?.[which] ?? "";
  const letter = press.code.slice(-1);
  return press.shiftKey ? letter : letter.toLowerCase();
}
