// Searching people by name, phone or id.
import type { Participant } from "$lib/ipc";
import { otherReadings } from "./text/keyboard";
import { foldForSearch } from "./text/searchFold";

/** The digits of a phone number as people dial it in their own country. */
function dialledDigits(text: string): string {
  return text.replace(/\D/gu, "").replace(/^0+/u, "");
}

/** A text for searching, and the same without the seats of hamza, of which people choose another one (مسؤول, مسئول). */
function wordForms(text: string): [string, string] {
  return [foldForSearch(text), foldForSearch(text.normalize("NFC").replace(/[ؤئء]/gu, ""))];
}

function isPhoneLike(query: string): boolean {
  return /^[+\d()\-–. /]+$/u.test(query) && /\d/u.test(query);
}

/** Everybody but me whose name, phone or id has every word of the query, in whatever order. */
export function searchPeople(people: Participant[], query: string, me: string): Participant[] {
  const wanted = foldForSearch(query);
  const digits = isPhoneLike(wanted) ? dialledDigits(wanted) : "";
  // Each word as typed, and as it was meant on the other layout.
  const words = query.split(/[\s.,،؛\-–_/]+/u).map((word) => [word, ...otherReadings(word)].map(wordForms));
  return people.filter((person) => {
    if (person.id === me) return false;
    if (wanted === "") return true;
    if (digits !== "" && dialledDigits(foldForSearch(person.phone ?? "")).includes(digits)) return true;
    const known = wordForms([person.name, person.phone, person.id].join(" "));
    if (known[0].includes(wanted)) return true;
    return words.every((readings) => readings.some(([word, bare]) => known[0].includes(word) || (bare !== "" && known[1].includes(bare))));
  });
}

/** Whether a query may be a user's id rather than a name. */
export function looksLikeUserId(query: string): boolean {
  return /^[\w-]{8,64}$/.test(query.trim()) && /\d/.test(query);
}
