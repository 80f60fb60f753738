// Alerts: sounds, do-not-disturb, and closing the window where there is no tray.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { beforeEach, expect, test } from "vitest";
import { quietEnd } from "$lib/controllers/doNotDisturb.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { preferences } from "$lib/controllers/preferences.svelte";
import { eventHandlers } from "$lib/controllers/startWindow";
import Dialogs from "$screens/dialogs/Dialogs.svelte";
import SettingsScreen from "$screens/settings/SettingsScreen.svelte";
import NavigationRail from "$screens/NavigationRail.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;
const saved = () => shell.argsOf("change_preferences").at(-1)?.["changes"];

beforeEach(async () => {
  shell = await setUpWindow();
  layout.settingsPage = "alerts";
});

test("do-not-disturb ends when it says it does", () => {
  const evening = new Date(2026, 10, 28, 22, 15).getTime();
  const night = new Date(2026, 10, 29, 1, 15).getTime();
  expect(quietEnd("half-hour", evening) - evening).toBe(30 * 60_000);
  expect(quietEnd("hour", evening) - evening).toBe(60 * 60_000);
  expect(new Date(quietEnd("morning", evening))).toEqual(new Date(2026, 10, 29, 6));
  expect(new Date(quietEnd("morning", night)), "after midnight, tomorrow is the next day").toEqual(new Date(2026, 10, 30, 6));
});

test("the rail shows do-not-disturb and ends it", async () => {
  render(NavigationRail);
  expect(byTestId("rail-quiet")).toBeNull();
  preferences.apply({ ...preferences.value, doNotDisturbUntil: Date.now() + 60_000 });
  flushSync();
  expect(byTestId("rail-quiet")?.getAttribute("aria-label")).toContain(i18n.t("settings-quiet"));
  byTestId("rail-quiet")?.click();
  await eventually(() => expect(byTestId("rail-quiet-end")).not.toBeNull());
  byTestId("rail-quiet-end")?.click();
  await eventually(() => expect(saved()).toMatchObject({ doNotDisturbUntil: null }));
});

test("do-not-disturb begins in the settings", async () => {
  render(SettingsScreen);
  byTestId("quiet-hour")?.click();
  await eventually(() => expect(byTestId("quiet-until")).not.toBeNull());
  const until = (saved() as { doNotDisturbUntil: number }).doNotDisturbUntil;
  expect(until).toBeGreaterThan(Date.now() + 50 * 60_000);
  byTestId("quiet-end")?.click();
  await eventually(() => expect(byTestId("quiet-until")).toBeNull());
});

test("a sound that cannot be played is explained where it was tried", async () => {
  shell.refuse["test_sound"] = "sound-no-device";
  render(SettingsScreen);
  byTestId("sound-test")?.click();
  await eventually(() => expect(byTestId("sound-failure")?.textContent).toBe(i18n.t("error-sound-no-device")));
  delete shell.refuse["test_sound"];
  byTestId("sound-test")?.click();
  await eventually(() => expect(byTestId("sound-failure")).toBeNull());
});

test("closing without a tray says what it costs", async () => {
  render(Dialogs);
  eventHandlers.closeAsked();
  await eventually(() => expect(byTestId("close-dialog")?.textContent).toContain(i18n.t("notice-no-tray")));
  byTestId("close-minimize")?.click();
  await eventually(() => expect(shell.argsOf("minimize_window")).toHaveLength(1));
  expect(shell.argsOf("close_answered"), "the next wish to close is asked about again").toHaveLength(1);
  expect(shell.argsOf("ask_to_quit")).toEqual([]);

  eventHandlers.closeAsked();
  await eventually(() => expect(byTestId("close-dont-ask")).not.toBeNull());
  byTestId("close-dont-ask")?.click();
  byTestId("close-quit")?.click();
  await eventually(() => expect(shell.argsOf("ask_to_quit")).toHaveLength(1));
  expect(saved()).toMatchObject({ closeWithoutTray: "quit" });
});
