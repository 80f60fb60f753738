import { fireEvent, render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import Dialogs from "$screens/dialogs/Dialogs.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { searchPeople } from "$lib/format/peopleSearch";
import { foldForSearch } from "$lib/format/text/searchFold";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { PEOPLE } from "./fixtures";
import { allByTestId, byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;
const field = () => byTestId("new-person")!;
const active = () => document.getElementById(field().getAttribute("aria-activedescendant") ?? "");
const press = (key: string) => fireEvent.keyDown(field(), { key });
const type = (text: string) => fireEvent.input(field(), { target: { value: text } });

beforeEach(async () => {
  shell = await setUpWindow();
  layout.dialog = "new";
  render(Dialogs);
  await eventually(() => expect(allByTestId("person-option").length).toBeGreaterThan(3));
});

test("arrow keys walk the people, and the field names the row they are at", async () => {
  const options = allByTestId("person-option");
  expect(field().getAttribute("role")).toBe("combobox");
  expect(active()).toBe(options[0]);
  await press("ArrowDown");
  await press("ArrowDown");
  expect(active()).toBe(options[2]);
  await press("ArrowUp");
  expect(active()).toBe(options[1]);
  for (let step = 0; step < 100; step += 1) await press("ArrowDown");
  expect(active()).toBe(options.at(-1));
  await type("هدى");
  expect(active()?.dataset["person"]).toBe("u5");
  await type("لا أحد كهذا");
  expect(field().hasAttribute("aria-activedescendant")).toBe(false);
});

test("a dialog that opens lists nobody whom an earlier one listed", async () => {
  layout.dialog = null;
  await eventually(() => expect(field()).toBeNull());
  let answer = () => {};
  const asked = new Promise<void>((resolve) => (answer = resolve));
  shell.holds["people"] = asked;
  layout.dialog = "new";
  await eventually(() => expect(field()).not.toBeNull());
  expect(allByTestId("person-option")).toEqual([]);
  answer();
  await eventually(() => expect(allByTestId("person-option").length).toBeGreaterThan(3));
});

test("Enter chooses, once more it begins the conversation", async () => {
  await type("هدى");
  expect(await press("Enter")).toBe(false);
  expect(active()?.getAttribute("aria-selected")).toBe("true");
  expect((field() as HTMLInputElement).value).toBe(PEOPLE.huda.name);
  expect(shell.argsOf("create_conversation")).toEqual([]);
  expect(await press("Enter")).toBe(true);
  await fireEvent.submit(field().closest("form")!);
  await eventually(() => expect(shell.argsOf("create_conversation")).toHaveLength(1));
});

test("whoever is chosen leads the list, and nobody else is marked in it", async () => {
  await type("هدى");
  await press("Enter");
  const options = allByTestId("person-option");
  expect(options[0]?.dataset["person"]).toBe("u5");
  expect(active()).toBe(options[0]);
  expect(options.filter((one) => one.getAttribute("aria-selected") === "true")).toHaveLength(1);
  expect(options.every((one) => one.textContent.includes("هدى"))).toBe(true);
});

test("nothing but the field is a stop on the way to the subject", () => {
  const stops = [...byTestId("new-conversation-dialog")!.querySelectorAll<HTMLElement>("input, button, [tabindex]")].filter((one) => one.tabIndex >= 0);
  expect(stops.indexOf(byTestId("new-subject")!)).toBe(stops.indexOf(field()) + 1);
});

test("phones are shown where they are known", async () => {
  for (const row of shell.conversations) for (const one of row.people) if (one.id === "u5") Object.assign(one, { phone: "+218 91-234 5678" });
  layout.dialog = null;
  await eventually(() => expect(byTestId("new-person")).toBeNull());
  layout.dialog = "new";
  await eventually(() => expect(document.querySelector('[data-person="u5"]')?.textContent).toContain("+218 91-234 5678"));
});

test("people are found however their names and numbers are typed", () => {
  const person = (id: string, name: string | null, phone: string | null = null) => ({ id, name, phone, role: "user" });
  const all = [
    person("1", "لؤي مسؤول الفرع"),
    person("2", "José Núñez"),
    person("3", "إيمان الفيتوري", "+218 91-234 5678"),
    person("4", "مُحَمَّد عبدالـــله"),
    person("5", "شيماء على"),
    person("6", "Łukasz Groß"),
    person("7", "آمنة ۱۲۳"),
  ];
  const cases: [string, string][] = [
    ["لوي", "1"], ["مسئول", "1"], ["الفرع لؤى", "1"],
    ["jose nunez", "2"], ["NÚÑEZ josé", "2"], ["José", "2"],
    ["ايمان", "3"], ["الفيتوري إيمان", "3"], ["0912345678", "3"], ["٠٩١٢٣٤", "3"], ["00218912345678", "3"], ["+218 (91) 234", "3"],
    ["محمد عبدالله", "4"], ["عبدالله محمد", "4"],
    ["شيما علي", "5"], ["lukasz gross", "6"], ["امنه 123", "7"],
  ];
  for (const [query, id] of cases) expect(searchPeople(all, query, "me").map((one) => one.id), query).toEqual([id]);
  expect(searchPeople(all, "محمد شيماء", "me")).toEqual([]);
  expect(foldForSearch("\u2067أحمَد\u2069")).toBe("احمد");
});

test("whose name begins with what was typed comes first, the other layout last", () => {
  const named = (id: string, name: string) => ({ id, name, phone: null, role: null });
  // «م» is «l» on the Latin layout.
  const people = [named("other", "David Miller"), named("within", "آمنة"), named("begins", "أبو محمد"), named("none", "سند")];
  expect(searchPeople(people, "م", "me").map(({ id }) => id)).toEqual(["begins", "within", "other"]);
});
