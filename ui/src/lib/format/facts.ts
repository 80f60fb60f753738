// What of a chat is lifted out: phone numbers, orders, amounts, places on a map, addresses; the newest first, each once.
import { rememberTexts } from "./remembered";
import { dialled, phoneEnd } from "./text/phones";
import { foldForSearch } from "./text/searchFold";
import { streetAddresses } from "./text/streetAddress";
import { tokenize, type Token } from "./text/tokenize";
import { FACT_LETTERS, FACTS_OF_A_KIND } from "$lib/limits";
import type { MessageRow } from "$lib/ipc";

export const FACT_KINDS = ["phone", "order", "amount", "map", "address"] as const;
export type FactKind = (typeof FACT_KINDS)[number];
/** `key` is the same for what is written in different ways; `href` what opening it opens. */
export type Fact = { kind: FactKind; key: string; text: string; href: string | null };

const GOOGLE = /^(?:www\.|maps\.)?google\.(?:com|[a-z]{2}|com?\.[a-z]{2})$/u;
const MAP_HOSTS = /^(?:maps\.app\.goo\.gl|maps\.apple\.com|(?:www\.)?openstreetmap\.org|osm\.org|(?:www\.)?waze\.com|ul\.waze\.com|maps\.me|what3words\.com|w3w\.co)$/u;
const CURRENCY_SIGNS = /[$\u20AC\u00A3\u00A5\u20AA]/u;
/** Each run of digits is read from its beginning alone, and no farther than these. */
const AMOUNT = /(?<![\p{Nd}.,٫٬])\p{Nd}[\p{Nd}.,٫٬]{0,15}[ \u00A0]?(?:دينار|دنانير|د\.ل|دل|درهم|قرش|جنيه|ريال|ليرة|يورو|دولار|LYD|USD|EUR)(?!\p{L})/giu;
const ORDER = /(?<!\p{L})(?:و|ل|ب)?(?:الطلب|للطلب|طلب|طلبي|الطلبية|طلبية|order)[ \u00A0]{1,3}(?:(?:رقم|رقمه|number|no\.?)[ \u00A0:]{1,3})?(\p{Nd}{3,12})(?!\p{Nd})/giu;

function isMapLink(href: string): boolean {
  const url = URL.canParse(href) ? new URL(href) : null;
  if (url === null) return false;
  if (GOOGLE.test(url.hostname)) return url.hostname.startsWith("maps.") || url.pathname.startsWith("/maps");
  return MAP_HOSTS.test(url.hostname) || (url.hostname === "goo.gl" && url.pathname.startsWith("/maps"));
}

function factOf(token: Token): Fact | null {
  if (token.kind === "link") return isMapLink(token.href) ? { kind: "map", key: token.href, text: token.text, href: token.href } : null;
  if (token.kind !== "number") return null;
  const { text } = token;
  switch (token.of) {
    case "phone":
      return { kind: "phone", key: phoneEnd(text) ?? dialled(text), text, href: `tel:${dialled(text)}` };
    case "order":
      return { kind: "order", key: orderKey(text), text, href: null };
    case "amount":
      return CURRENCY_SIGNS.test(text) ? { kind: "amount", key: foldForSearch(text), text, href: null } : null;
    default:
      return null;
  }
}

/** An order's number as it is compared. */
export const orderKey = (number: string): string => foldForSearch(number).replace(/^[#№]/u, "");

/** What the beginning of a text names, in its order. */
export const factsIn = rememberTexts((typed): readonly Fact[] => allFactsIn(typed.slice(0, FACT_LETTERS)));

/** What a text names, however long it is. */
export function allFactsIn(text: string): Fact[] {
  const tokens = tokenize(text);
  const named = tokens.flatMap((token) => factOf(token) ?? []);
  const orders = [...text.matchAll(ORDER)].map(([, number = ""]): Fact => ({ kind: "order", key: orderKey(number), text: number, href: null }));
  const amounts = [...text.matchAll(AMOUNT)].map(([amount]): Fact => ({ kind: "amount", key: foldForSearch(amount), text: amount, href: null }));
  const addresses = streetAddresses(tokens.map(addressPart).join("")).map((address): Fact => ({ kind: "address", key: foldForSearch(address), text: address, href: null }));
  return [...named, ...orders, ...amounts, ...addresses];
}

/** A token as an address may hold it: a phone number or a link ends one. */
function addressPart(token: Token): string {
  if (token.kind === "text") return token.text;
  return token.kind === "number" && token.of !== "phone" ? token.text : token.kind === "mark" ? "" : ";";
}

type Said = Pick<MessageRow, "kind" | "content">;

/** What the messages of a chat name, oldest message first as the chat has them: of each kind those named last. */
export function factsOf(messages: readonly Said[]): Fact[] {
  const known = new Map<string, Fact>();
  const counts = new Map<FactKind, number>();
  for (const message of messages.toReversed()) {
    if (message.kind === "system") continue;
    for (const fact of factsIn(message.content)) {
      const key = `${fact.kind} ${fact.key}`;
      const count = counts.get(fact.kind) ?? 0;
      if (known.has(key) || count >= FACTS_OF_A_KIND) continue;
      known.set(key, fact);
      counts.set(fact.kind, count + 1);
    }
  }
  const place = (fact: Fact) => FACT_KINDS.indexOf(fact.kind);
  return [...known.values()].sort((one, other) => place(one) - place(other));
}
