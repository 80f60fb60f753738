// The storage page of the settings: what takes how much room, how long messages are kept, and clearing.
import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import Dialogs from "$screens/dialogs/Dialogs.svelte";
import SettingsScreen from "$screens/settings/SettingsScreen.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { switchAccount } from "$lib/controllers/navigation";
import { preferences } from "$lib/controllers/preferences.svelte";
import { session } from "$lib/controllers/session.svelte";
import { storage } from "$lib/controllers/storage.svelte";
import { fileSize } from "$lib/format/names";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
  preferences.apply({ ...preferences.value, language: "en", retention: "everything" });
  layout.settingsPage = "storage";
});

/** A part's size, as the page writes it. */
const sizeOf = (part: string) => byTestId(`storage-${part}`)?.querySelector("dd")?.textContent;

test("each part is shown with its size", async () => {
  render(SettingsScreen);
  await eventually(() => expect(sizeOf("messages")).toContain("412"));
  expect(sizeOf("images")).toContain("64");
  expect(byTestId("storage-messages")?.textContent).toContain("1,048,211");
  expect(byTestId("storage-messages")?.textContent).toContain(i18n.t("storage-free", { size: i18n.t("size-megabytes", { size: 38 }) }));
  expect(byTestId("storage-written")?.textContent).toContain(i18n.t("storage-written-note"));
});

test("who signs in after another sees no sizes of theirs", async () => {
  const first = shell.account!;
  switchAccount(first);
  await storage.report.load();
  expect(storage.report.answer).not.toBeNull();
  switchAccount({ ...first, me: { ...first.me, id: "somebody-else" } });
  expect(storage.report.answer).toBeNull();
});

test("the chosen retention is stored and explained", async () => {
  render(SettingsScreen);
  expect(document.body.textContent).toContain(i18n.t("retention-note-everything"));
  byTestId("retention-six-months")?.click();
  await eventually(() => expect(shell.argsOf("change_preferences").at(-1)?.["changes"]).toMatchObject({ retention: "six-months" }));
  expect(byTestId("retention-six-months")?.getAttribute("aria-checked")).toBe("true");
  expect(document.body.textContent).toContain(i18n.t("retention-note"));
});

test("clearing asks first, then shows what is left", async () => {
  render(SettingsScreen);
  render(Dialogs);
  byTestId("clear-cache")?.click();
  await eventually(() => expect(byTestId("clear-cache-dialog")?.textContent).toContain(i18n.t("clear-kept")));
  expect(byTestId("clear-offline"), "there is a connection").toBeNull();
  expect(shell.argsOf("clear_cache").length).toBe(0);
  byTestId("clear-cache-confirm")?.click();
  await eventually(() => expect(sizeOf("images")).toContain(i18n.t("size-bytes", { size: 0 })));
  expect([shell.argsOf("clear_cache").length, layout.dialog, layout.settingsPage]).toEqual([1, null, "storage"]);
});

test("without a connection clearing says that nothing will be there", async () => {
  session.connection = { state: "offline", since: 0, nextTry: 0, code: "unreachable" };
  layout.dialog = "clear-cache";
  render(Dialogs);
  await eventually(() => expect(byTestId("clear-offline")?.textContent).toBe(i18n.t("clear-offline")));
});

test("sizes are rounded to what one reads", () => {
  const sizes = [512, 1536, 5.26 * 1024 ** 2, 1.5 * 1024 ** 3].map(fileSize);
  expect(sizes).toEqual([
    { key: "size-bytes", size: 512 },
    { key: "size-kilobytes", size: 2 },
    { key: "size-megabytes", size: 5.3 },
    { key: "size-gigabytes", size: 1.5 },
  ]);
});
