// The order numbers and phone numbers that a text names.
import { foldForSearch } from "./text/searchFold";

/** How many of a phone number's last digits tell it from others, whatever stands before them. */
const PHONE_DIGITS = 8;

export type NamedNumbers = { orders: string[]; phones: string[] };

/** The last digits of a phone number; null where there are too few. */
export function phoneEnd(phone: string): string | null {
  const digits = foldForSearch(phone).replace(/\D/gu, "");
  return digits.length < PHONE_DIGITS ? null : digits.slice(-PHONE_DIGITS);
}

/** An order's number as it is compared. */
export const orderName = (number: string): string => foldForSearch(number).replace(/^#/u, "");

export function namedNumbers(text: string): NamedNumbers {
  const plain = foldForSearch(text);
  const phones = [...plain.matchAll(/\+?\d[\d ()-]{6,18}\d/gu)].map(([match]) => phoneEnd(match)).filter((phone) => phone !== null);
  const hashed = [...plain.matchAll(/#\s?([\p{L}\p{N}]{3,12})(?![\p{L}\p{N}])/gu)].map(([, name]) => name ?? "");
  const bare = [...plain.matchAll(/(?<![\p{L}\p{N}#+.,/:-])(\d{4,6})(?![\p{L}\p{N}%/:-])/gu)].map(([, digits]) => digits ?? "");
  return { orders: [...new Set([...hashed, ...bare])], phones: [...new Set(phones)] };
}
