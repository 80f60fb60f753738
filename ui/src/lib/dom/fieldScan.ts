// A code that is scanned while the caret stands in a field whose Enter sends: a person never writes so fast, and the
// code is nobody's message. The keys reach the field, for the first of them cannot be told from a person's; once Enter
// comes as fast, the field is given back as it was before them.
import { KeyBurst } from "./keyBurst";
import { writesSign } from "./keySigns";

/** What counts as a code in a field: one word with a digit, as an order's id and number are; a slash begins a canned reply. */
const isCode = (text: string): boolean => /^[^\s/]\S*$/u.test(text) && /\p{Nd}/u.test(text);

export class FieldScan {
  #burst = new KeyBurst<KeyboardEvent>();
  #field: HTMLTextAreaElement | null = null;
  #before = { text: "", start: 0, end: 0 };

  /** Hears of a key that goes into a field. Where it ends a scan, the scanned code is taken out and given. */
  take(event: KeyboardEvent, endsScan: boolean): string | null {
    const field = sendingField(event.target);
    const isContinued = field !== null && field === this.#field && this.#burst.isContinuedBy(event);
    if (field !== null && isContinued && endsScan) return this.#takeOut(field);
    if (field === null || !writesSign(event)) {
      this.#burst.take();
      return null;
    }
    if (!isContinued) this.#begin(field);
    this.#burst.add(event);
    return null;
  }

  #begin(field: HTMLTextAreaElement): void {
    this.#burst.take();
    this.#field = field;
    this.#before = { text: field.value, start: field.selectionStart, end: field.selectionEnd };
  }

  #takeOut(field: HTMLTextAreaElement): string | null {
    const { isScan, text } = this.#burst;
    this.#burst.take();
    if (!isScan || !isCode(text)) return null;
    field.value = this.#before.text;
    field.setSelectionRange(this.#before.start, this.#before.end);
    field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertReplacementText" }));
    return text;
  }
}

/** The field, where Enter sends what is written in it. */
function sendingField(target: EventTarget | null): HTMLTextAreaElement | null {
  return target instanceof HTMLTextAreaElement && target.hasAttribute("data-sends") ? target : null;
}
