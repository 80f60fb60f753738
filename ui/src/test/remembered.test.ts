// What is asked again and again is answered once, and what is kept is bounded.
import { expect, test, vi } from "vitest";
import { rememberPoints, rememberTexts } from "$lib/format/remembered";
import { REMEMBERED_LETTERS, REMEMBERED_TEXTS, TABLED_LETTERS } from "$lib/limits";

test("a text is asked for once, also where the answer is none", () => {
  const ask = vi.fn((text: string) => (text === "" ? null : text.length));
  const length = rememberTexts(ask);
  expect([length("نعم"), length("نعم"), length(""), length("")]).toEqual([3, 3, null, null]);
  expect(ask, "each of the two texts once").toHaveBeenCalledTimes(2);
});

test("of many texts the newest are kept, and a long one is not", () => {
  const ask = vi.fn((text: string) => text.length);
  const length = rememberTexts(ask);
  for (let number = 0; number <= REMEMBERED_TEXTS; number += 1) length(`text ${number}`);
  ask.mockClear();
  length("text 1");
  expect(ask, "one of the newest").not.toHaveBeenCalled();
  length("text 0");
  expect(ask, "the oldest made room").toHaveBeenCalledTimes(1);
  const long = "a".repeat(REMEMBERED_LETTERS + 1);
  ask.mockClear();
  length(long);
  length(long);
  expect(ask, "a long text is taken apart each time").toHaveBeenCalledTimes(2);
});

test("a character of the scripts in use here is asked for once, any other each time", () => {
  const ask = vi.fn((point: number) => point % 2 === 0);
  const isEven = rememberPoints(ask);
  expect([isEven(0x628), isEven(0x628), isEven(-1), isEven(TABLED_LETTERS), isEven(TABLED_LETTERS)]).toEqual([true, true, false, true, true]);
  expect(ask).toHaveBeenCalledTimes(4);
});
