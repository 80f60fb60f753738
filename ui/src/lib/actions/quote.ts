// Quotes a message in the composer, as text that everybody can read.
import { chat } from "$lib/controllers/chat.svelte";
import { isClosed } from "$lib/format/conversation";
import { cutAt } from "$lib/format/text/fold";
import { QUOTE_LETTERS } from "$lib/limits";
import { composerField, insertText } from "./insertText";

/** A text as a quotation: each line behind a sign. */
export function quoted(text: string): string {
  const trimmed = text.trim();
  const end = cutAt(trimmed, QUOTE_LETTERS);
  const cut = end < trimmed.length ? `${trimmed.slice(0, end).trimEnd()}…` : trimmed;
  return cut.split(/\r?\n/u).map((line) => `> ${line}`).join("\n");
}

export const canQuote = (): boolean => chat.row !== null && !isClosed(chat.row) && composerField() !== null;

/** Puts a quotation before what is being written. */
export function quoteText(text: string): void {
  const field = composerField();
  if (!field || text.trim() === "") return;
  insertText(field, `${quoted(text)}\n`, { start: 0, end: 0 });
  field.setSelectionRange(field.value.length, field.value.length);
}

/** Quotes what somebody else said last. */
export function quoteLast(): boolean {
  const last = chat.messages.rows.findLast((row) => !row.mine && row.kind === "text");
  if (!last || !canQuote()) return false;
  quoteText(last.content);
  return true;
}
