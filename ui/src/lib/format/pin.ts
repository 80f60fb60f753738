/** Whether this is a PIN: 4 to 12 digits, Latin, Arabic-Indic or Persian ones. The shell decides; this is for the form. */
export function isPin(typed: string): boolean {
  return /^[0-9٠-٩۰-۹]{4,12}$/u.test(typed.trim());
}

/** The same PIN in Latin digits, to compare two that were typed on different keyboards. */
export function latinDigits(typed: string): string {
  return typed.trim().replace(/[٠-٩۰-۹]/gu, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}
