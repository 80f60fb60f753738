// What can be done with what a chat names.
import { insertWords, composerField, selectRange } from "./insertText";
import { openLink } from "./links";
import { copyText } from "./clipboard";
import { layout } from "$lib/controllers/layout.svelte";
import { orderSearch } from "$lib/controllers/orderSearch.svelte";
import { blankAfter } from "$lib/format/cannedReply";
import type { Fact } from "$lib/format/facts";

export const copyFact = (fact: Fact): Promise<void> => copyText(fact.text, fact.kind === "phone" ? "phone-copied" : "copied");

export function openFact(fact: Fact): void {
  if (fact.kind === "order") void orderSearch.lookUp(fact.text);
  else if (fact.href !== null) void openLink(fact.href);
}

/** Puts it into the composer, in the place of what is marked: a canned reply's blank. The next blank is marked then. */
export function insertFact(fact: Fact): void {
  const field = composerField();
  if (field === null) return;
  // Details that lie over the chat would lie over what was written.
  layout.closeDetails();
  const end = insertWords(field, fact.text);
  const blank = blankAfter(field.value, end);
  if (blank && blank.start >= end) selectRange(field, blank);
}
