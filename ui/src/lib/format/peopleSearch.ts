// Searching people by name, phone or id.
import type { Participant } from "$lib/ipc";
import { otherReadings } from "./text/keyboard";
import { foldForSearch } from "./text/searchFold";

/** The digits of a phone number as people dial it in their own country. */
function dialledDigits(text: string): string {
  return text.replace(/\D/gu, "").replace(/^0+/u, "");
}

type Forms = [string, string];

/** A text for searching, and the same without the seats of hamza, of which people choose another one (مسؤول, مسئول). */
function wordForms(text: string): Forms {
  return [foldForSearch(text), foldForSearch(text.normalize("NFC").replace(/[ؤئء]/gu, ""))];
}

function isPhoneLike(query: string): boolean {
  return /^[+\d()\-–. /]+$/u.test(query) && /\d/u.test(query);
}

/** How well somebody fits a query: the better, the lower. */
const Fit = { wordBegins: 0, within: 1, otherLayout: 2 } as const;

/** Everybody but me whose name, phone or id has every word of the query, in whatever order; the best first. */
export function searchPeople(people: Participant[], query: string, me: string): Participant[] {
  const others = people.filter(({ id }) => id !== me);
  const wanted = foldForSearch(query);
  if (wanted === "") return others;
  const digits = isPhoneLike(wanted) ? dialledDigits(wanted) : "";
  const words = query.split(/[\s.,،؛\-–_/]+/u);
  const typed = words.map(wordForms);
  // Each word as it was meant on the other layout.
  const readings = words.map((word) => [word, ...otherReadings(word)].map(wordForms));
  const fitted = others.flatMap((person) => {
    const fit = fitOf(person, wanted, digits, typed, readings);
    return fit === null ? [] : [{ person, fit }];
  });
  return fitted.sort((one, other) => one.fit - other.fit).map(({ person }) => person);
}

function fitOf(person: Participant, wanted: string, digits: string, typed: Forms[], readings: Forms[][]): number | null {
  const known = wordForms([person.name, person.phone, person.id].join(" "));
  const has = ([word, bare]: Forms) => known[0].includes(word) || (bare !== "" && known[1].includes(bare));
  if (` ${known[0]}`.includes(` ${wanted}`)) return Fit.wordBegins;
  if (digits !== "" && dialledDigits(foldForSearch(person.phone ?? "")).includes(digits)) return Fit.within;
  if (known[0].includes(wanted) || typed.every(has)) return Fit.within;
  return readings.every((forms) => forms.some(has)) ? Fit.otherLayout : null;
}

/** Whether a query may be a user's id rather than a name. */
export function looksLikeUserId(query: string): boolean {
  return /^[\w-]{8,64}$/.test(query.trim()) && /\d/.test(query);
}
