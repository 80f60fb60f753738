import { beforeEach, expect, test } from "vitest";
import { preferences, zoomStep } from "$lib/controllers/preferences.svelte";
import type { FakeShell } from "./fakeShell";
import { setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
});

test("the language mirrors the page at once and is stored", async () => {
  preferences.apply({ ...preferences.value, language: "en" });
  expect([document.documentElement.dir, document.documentElement.lang]).toEqual(["ltr", "en"]);
  await preferences.change({ language: "ar", theme: "dark" });
  expect(document.documentElement.dir).toBe("rtl");
  expect(document.documentElement.dataset["theme"]).toBe("dark");
  expect(shell.argsOf("change_preferences").length).toBe(1);
});

test("zoom has steps within its range", () => {
  expect(zoomStep(1, "in")).toBe(1.1);
  expect(zoomStep(1, "out")).toBe(0.9);
  expect(zoomStep(3, "in")).toBe(3);
  expect(zoomStep(0.5, "out")).toBe(0.5);
});

test("a change undoes nothing that another window changed meanwhile", async () => {
  await preferences.change({ inboxFilter: "unread" });
  expect(shell.argsOf("change_preferences")).toEqual([{ changes: { inboxFilter: "unread" } }]);
});

test("what the shell tells while a change is under way does not take it back", async () => {
  let answer!: () => void;
  shell.holds["change_preferences"] = new Promise<void>((resolve) => (answer = resolve));
  const older = preferences.value;
  const change = preferences.change({ theme: "dark", zoom: 9 });
  preferences.apply({ ...older, language: "en" });
  expect([preferences.value.theme, preferences.value.language]).toEqual(["dark", "en"]);
  preferences.apply({ ...older, theme: "dark", zoom: 3 });
  answer();
  await change;
  expect([preferences.value.theme, preferences.value.zoom]).toEqual(["dark", 3]);
  preferences.apply({ ...older, theme: "light" });
  expect(preferences.value.theme).toBe("light");
});
