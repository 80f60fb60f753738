import { expect, test } from "vitest";
import { avatarInitial, fileSize } from "$lib/format/names";
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
