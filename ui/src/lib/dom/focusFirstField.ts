// Where the focus goes when a dialog or a screen opens, and when what was typed there was refused.

const FIELD = "input:not([type=checkbox], [type=range], [type=file])";

/**
 * Focuses the first field of the page that is shown, else the first of all, else what holds them: never a button that closes
 * it, nor a field far down, which would scroll the beginning away.
 */
export function focusFirstField(inside: HTMLElement): void {
  const fields = [`[role="tabpanel"]:not([hidden]) ${FIELD}`, FIELD].flatMap((place) => inside.querySelector<HTMLElement>(place) ?? []);
  const end = inside.getBoundingClientRect().bottom;
  const first = fields.find((one) => one.getBoundingClientRect().bottom <= end) ?? fields[0];
  (first ?? inside).focus();
}

/** Focuses the first field that says why it was refused, where there is one: after the state that says so was drawn. */
export function focusWrongField(inside: HTMLElement | null | undefined): void {
  inside?.querySelector<HTMLElement>('input[aria-invalid="true"]')?.focus();
}
