// The order numbers and phone numbers that a text names, whether somebody said so («#4821», «الطلب 4821») or not.
import { allFactsIn } from "./facts";
import { phoneEnd } from "./text/phones";
import { foldForSearch } from "./text/searchFold";
import { tokenize } from "./text/tokenize";

export type NamedNumbers = { orders: string[]; phones: string[] };

/** An order may have letters in its number. */
const HASHED = /#\s?([\p{L}\p{N}]{3,12})(?![\p{L}\p{N}])/gu;
/** A number in so many groups is an account's or a card's, which the recogniser leaves alone within a Latin phrase. */
const IN_GROUPS = /(?<!\d)\d{1,6}(?: \d{1,18}){2,9}(?!\d)/gu;
const BARE = /(?<![\p{L}\p{N}#+.,/:-])(\d{4,6})(?![\p{L}\p{N}%/:-])/gu;

export function namedNumbers(text: string): NamedNumbers {
  const facts = allFactsIn(text);
  const keys = (kind: string): string[] => facts.filter((fact) => fact.kind === kind).map((fact) => fact.key);
  const phones = facts.flatMap((fact) => (fact.kind === "phone" ? (phoneEnd(fact.text) ?? []) : []));
  const hashed = [...foldForSearch(text).matchAll(HASHED)].map(([, name]) => name ?? "");
  const bare = [...unnamed(text, keys("amount")).matchAll(BARE)].map(([, digits]) => digits ?? "");
  return { orders: [...new Set([...keys("order"), ...hashed, ...bare])], phones: [...new Set(phones)] };
}

/** The text without what the recogniser knows to be something else, folded. */
function unnamed(text: string, amounts: readonly string[]): string {
  const plain = tokenize(text).map((token) => (token.kind === "text" ? token.text : ";"));
  const folded = foldForSearch(plain.join("")).replace(IN_GROUPS, ";");
  return amounts.reduce((rest, amount) => rest.replaceAll(amount, ";"), folded);
}
