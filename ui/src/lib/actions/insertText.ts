// Puts texts into a field as if they had been typed: the field's own handlers and the undo history take them.
import { blankAfter, fillVariables, type TextRange } from "$lib/format/cannedReply";
import { cannedReplies } from "$lib/controllers/cannedReplies.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { findInActivePane } from "$lib/dom/panes";
import type { CannedReply } from "$lib/ipc";

/** The composer's field, wherever the focus is. */
export const composerField = (): HTMLTextAreaElement | null => findInActivePane<HTMLTextAreaElement>('[data-testid="composer"]');

/** Replaces a range of a field, by default what is marked; the caret goes behind it. */
export function insertText(field: HTMLTextAreaElement, text: string, range: TextRange = { start: field.selectionStart, end: field.selectionEnd }): void {
  field.focus({ preventScroll: true });
  // The history notes where the caret was.
  field.dispatchEvent(new InputEvent("beforeinput", { bubbles: true, inputType: "insertReplacementText" }));
  field.setRangeText(text, range.start, range.end, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertReplacementText", data: text }));
}

/** After these a word may follow at once. */
const OPENS = /[\s([{«"“‘]$/u;
const BEGINS_WORD = /^[\p{L}\p{N}]/u;

/** Puts words into a field as {@link insertText} does, with a space where they would stick to what stands before or after. Answers where they end. */
export function insertWords(field: HTMLTextAreaElement, words: string, range: TextRange = { start: field.selectionStart, end: field.selectionEnd }): number {
  const before = field.value.slice(0, range.start);
  const lead = before === "" || OPENS.test(before) ? "" : " ";
  const trail = BEGINS_WORD.test(field.value.slice(range.end)) ? " " : "";
  insertText(field, `${lead}${words}${trail}`, range);
  return range.start + lead.length + words.length;
}

/** Marks a part of a field, so that what is typed takes its place. */
export function selectRange(field: HTMLTextAreaElement, range: TextRange): void {
  field.focus({ preventScroll: true });
  field.setSelectionRange(range.start, range.end);
}

/** Puts a canned reply into the composer, filled from the open chat, and goes to its first blank. */
export function insertReply(reply: CannedReply, range?: TextRange): void {
  const field = composerField();
  if (!field) return;
  const start = range?.start ?? field.selectionStart;
  insertWords(field, fillVariables(reply.text, cannedReplies.values(), (variable) => i18n.t(`reply-variable-${variable}`)), range);
  const end = field.selectionEnd;
  const blank = blankAfter(field.value, start);
  if (blank && blank.start >= start && blank.end <= end) selectRange(field, blank);
  void cannedReplies.recordUse(reply);
}
