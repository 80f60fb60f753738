// Searching people by name, phone or id.
import type { Participant } from "$lib/ipc";

// Arabic letters that are typed for one another become the same: alef with hamza, ya, ta marbuta. Vowel signs are dropped.
export function normalizeForSearch(text: string): string {
  return text
    .toLocaleLowerCase()
    .replace(/[\u064B-\u0652\u0640]/gu, "")
    .replace(/[\u0622\u0623\u0625]/gu, "\u0627")
    .replace(/\u0649/gu, "\u064A")
    .replace(/\u0629/gu, "\u0647")
    .replace(/[\u0660-\u0669]/gu, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .trim();
}

/** Everybody but me whose name, phone or id contains the query. */
export function searchPeople(people: Participant[], query: string, me: string): Participant[] {
  const wanted = normalizeForSearch(query);
  return people.filter((person) => {
    if (person.id === me) return false;
    return wanted === "" || [person.name, person.phone, person.id].some((word) => normalizeForSearch(word ?? "").includes(wanted));
  });
}

/** Whether a query may be a user's id rather than a name. */
export function looksLikeUserId(query: string): boolean {
  return /^[\w-]{8,64}$/.test(query.trim()) && /\d/.test(query);
}
