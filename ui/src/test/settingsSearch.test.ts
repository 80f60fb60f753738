import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import SettingsScreen from "$screens/settings/SettingsScreen.svelte";
import { searchSettings, SETTINGS } from "$lib/actions/settingsSearch";
import { i18n } from "$lib/controllers/i18n.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { preferences } from "$lib/controllers/preferences.svelte";
import { eventually } from "./eventually";
import { allByTestId, byTestId, setUpWindow } from "./setUpWindow";

beforeEach(async () => {
  await setUpWindow();
  preferences.apply({ ...preferences.value, language: "ar" });
  layout.settingsPage = "general";
});

const titles = (query: string) => searchSettings(query).map(({ title }) => title);

test("each setting has a line that says what it does", () => {
  for (const { title, note, words = [] } of SETTINGS) {
    for (const key of [title, note, ...words]) expect(i18n.inBothLanguages(key), key).toHaveLength(2);
  }
});

test("a setting is found by its words in either language", () => {
  expect(titles("صوت")).toContain("sounds-on");
  expect(titles("الأصوات")).toContain("sound-volume");
  expect(titles("volume")).toContain("sound-volume");
  expect(titles("dark")).toContain("settings-theme");
  expect(titles("بيانات لا وجود لها")).toEqual([]);
});

test("a setting that is called so comes before those that only speak of it", () => {
  expect(titles("صوت")[0]).toBe("sounds-on");
  expect(titles("sound")[0]).toBe("sounds-on");
});

test("Enter leads to the setting that was found", async () => {
  layout.settingsOpen = true;
  render(SettingsScreen);
  await eventually(() => expect(byTestId("settings-search")).not.toBeNull());
  const search = byTestId("settings-search") as HTMLInputElement;
  search.value = "وسائط ليست هنا";
  search.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await eventually(() => expect(byTestId("settings-search-none")).not.toBeNull());
  search.value = "volume";
  search.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await eventually(() => expect(allByTestId("settings-found").length).toBeGreaterThan(0));
  search.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  await eventually(() => expect(document.activeElement).toBe(byTestId("sound-volume")));
  expect(layout.settingsPage).toBe("alerts");
});

/** Types what finds some settings, and waits for them. */
async function searchForSound(): Promise<HTMLInputElement> {
  await eventually(() => expect(byTestId("settings-search")).not.toBeNull());
  const search = byTestId("settings-search") as HTMLInputElement;
  search.value = "صوت";
  search.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await eventually(() => expect(allByTestId("settings-found").length).toBeGreaterThan(0));
  return search;
}

test("Escape clears the search before it closes the settings", async () => {
  layout.settingsOpen = true;
  render(SettingsScreen);
  const search = await searchForSound();
  search.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
  await eventually(() => expect(byTestId("settings-general")).not.toBeNull());
  expect(layout.settingsOpen).toBe(true);
});

test("the section that is open is not marked while the search shows others, and its button leads back to it", async () => {
  layout.settingsOpen = true;
  layout.settingsPage = "general";
  render(SettingsScreen);
  const search = await searchForSound();
  expect(byTestId("settings-general")?.closest(".searching"), "no mark").not.toBeNull();
  byTestId("settings-general")?.click();
  await eventually(() => expect(allByTestId("settings-found")).toHaveLength(0));
  expect(search.value).toBe("");
});
