// Searching people by name, phone or id.
import type { Participant } from "$lib/ipc";

// Letters that Unicode does not take apart into a letter and its marks.
const WHOLE: Record<string, string> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ł: "l", ı: "i", ٱ: "ا", ى: "ي", ی: "ي", ې: "ي", ے: "ي", ک: "ك", ة: "ه", ۀ: "ه", ە: "ه", ہ: "ه", ھ: "ه", گ: "ك" };

/**
 * A text without what people leave out or type for one another: accents and vowel signs, hamza and its seats, the forms
 * of alef, ya, kaf and ta marbuta, tatweel, invisible marks, digits of another script.
 */
export function normalizeForSearch(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}\u0640\u0621]/gu, "")
    .replace(/[ßæœøđłıٱىیېےکةۀەہھگ]/gu, (letter) => WHOLE[letter] ?? letter)
    .replace(/[\u0660-\u0669\u06F0-\u06F9]/gu, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
    .replace(/\s+/gu, " ")
    .trim();
}

/** The digits of a phone number as people dial it in their own country. */
function dialledDigits(text: string): string {
  return text.replace(/\D/gu, "").replace(/^0+/u, "");
}

/** A text for searching, and the same without the seats of hamza, of which people choose another one (مسؤول, مسئول). */
function wordForms(text: string): [string, string] {
  return [normalizeForSearch(text), normalizeForSearch(text.normalize("NFC").replace(/[ؤئء]/gu, ""))];
}

function isPhoneLike(query: string): boolean {
  return /^[+\d()\-–. /]+$/u.test(query) && /\d/u.test(query);
}

/** Everybody but me whose name, phone or id has every word of the query, in whatever order. */
export function searchPeople(people: Participant[], query: string, me: string): Participant[] {
  const wanted = normalizeForSearch(query);
  const digits = isPhoneLike(wanted) ? dialledDigits(wanted) : "";
  const words = query.split(/[\s.,،؛\-–_/]+/u).map(wordForms);
  return people.filter((person) => {
    if (person.id === me) return false;
    if (wanted === "") return true;
    if (digits !== "" && dialledDigits(normalizeForSearch(person.phone ?? "")).includes(digits)) return true;
    const known = wordForms([person.name, person.phone, person.id].join(" "));
    if (known[0].includes(wanted)) return true;
    return words.every(([word, bare]) => known[0].includes(word) || (bare !== "" && known[1].includes(bare)));
  });
}

/** Whether a query may be a user's id rather than a name. */
export function looksLikeUserId(query: string): boolean {
  return /^[\w-]{8,64}$/.test(query.trim()) && /\d/.test(query);
}
