import { expect, test } from "vitest";
import { avatarInitial, conversationTitle, fileSize, personName, shortWord, subjectBesideNumber } from "$lib/format/names";
import { looksLikeUserId, searchPeople } from "$lib/format/peopleSearch";
import { PEOPLE } from "./fixtures";

test("an avatar shows the name's first letter without the article", () => {
  expect(avatarInitial("المدير")).toBe("م");
  expect(avatarInitial("omar")).toBe("O");
  expect(avatarInitial("")).toBe("?");
});

test("a file's size is in the largest fitting unit", () => {
  expect(fileSize(900)).toEqual({ key: "size-bytes", size: 900 });
  expect(fileSize(284_000)).toEqual({ key: "size-kilobytes", size: 277 });
  expect(fileSize(12_345_678)).toEqual({ key: "size-megabytes", size: 11.8 });
});

test("people are found by any form of an Arabic letter", () => {
  const all = Object.values(PEOPLE);
  expect(searchPeople(all, "انس", "me").map((person) => person.id)).toEqual(["u4"]);
  expect(searchPeople(all, "صيدليه", "me").map((person) => person.id)).toEqual(["p1"]);
  expect(searchPeople(all, "OMAR", "me").map((person) => person.id)).toEqual(["u6"]);
  expect(looksLikeUserId("6650abc123def456")).toBe(true);
  expect(looksLikeUserId("Omar")).toBe(false);
});

test("who has no name that can be seen is named by phone, and a chat by its subject", () => {
  const person = (name: string | null, phone: string | null) => ({ id: "u", name, phone, role: null });
  for (const unseen of ["", " ", "\u200B\u2060", "\u3164", "\u2800", "\u202A\u202C", "\u{E0041}"]) {
    expect(personName(person(unseen, "091-2345678"))).toBe("091-2345678");
    expect(personName(person(unseen, unseen))).toBeNull();
    expect(conversationTitle({ people: [person(unseen, null)], subject: "استفسار" })).toBe("استفسار");
    expect(conversationTitle({ people: [person(unseen, null)], subject: unseen })).toBeNull();
  }
});

test("an unknown role or status has a short word", () => {
  expect(shortWord("parked")).toBe("parked");
  expect(shortWord("p".repeat(5_000)).length).toBeLessThan(30);
});

test("an order's number is said once, beside its subject or in it", () => {
  const cases: [string, string | null, string][] = [
    ["طلب #1234", "1234", "طلب"],
    ["1234#مشكلة في الطلب", "1234", "مشكلة في الطلب"],
    ["#1234", "1234", ""],
    ["#1234: ناقص", "1234", "ناقص"],
    ["طلب #5678", "1234", "طلب #5678"],
    ["طلب #12345", "1234", "طلب #12345"],
    ["طلب 1234", "1234", "طلب 1234"],
    ["طلب #a+b.", "a+b.", "طلب"],
    ["طلب #1234", null, "طلب #1234"],
  ];
  for (const [subject, number, shown] of cases) expect(subjectBesideNumber(subject, number), subject).toBe(shown);
});
