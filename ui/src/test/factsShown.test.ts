// How the details show what a chat names.
import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import Facts from "$screens/details/Facts.svelte";
import { factsIn } from "$lib/format/facts";
import { allByTestId, setUpWindow } from "./setUpWindow";

beforeEach(async () => {
  await setUpWindow();
});

test("numbers keep their order in what is lifted out of a chat", () => {
  render(Facts, { facts: factsIn("السعر 45 LYD ورقمي 091-234 5678 في حي الأندلس، عمارة 7-9"), answers: true });
  const isolated = allByTestId("fact").flatMap((fact) => [...fact.querySelectorAll('bdi bdi[dir="ltr"]')].map((one) => one.textContent));
  expect(isolated).toEqual(["091-234 5678", "45 LYD", "7-9"]);
});
