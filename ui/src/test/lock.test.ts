// The lock of the window: what is put away, what opens it, and how a PIN is set.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import App from "../App.svelte";
import { handleKeydown } from "$lib/actions/shortcuts";
import { chat } from "$lib/controllers/chat.svelte";
import { composer } from "$lib/controllers/composer.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { lock, REPORT_EVERY_MS } from "$lib/controllers/lock.svelte";
import { loadContent } from "$lib/controllers/windowContent";
import { session } from "$lib/controllers/session.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { isPin, latinDigits } from "$lib/format/pin";
import SettingsScreen from "$screens/settings/SettingsScreen.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
  shell.preferences.language = "en";
});

afterEach(() => {
  layout.dialog = null;
  layout.settingsPage = "general";
});

const field = (id: string) => byTestId(id) as HTMLInputElement;
const press = (key: string) => handleKeydown(new KeyboardEvent("keydown", { key, ctrlKey: true, cancelable: true }));

async function type(id: string, text: string): Promise<void> {
  await eventually(() => expect(byTestId(id)).not.toBeNull());
  field(id).value = text;
  field(id).dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}

function submit(id: string): void {
  byTestId(id)?.closest("form")?.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
  flushSync();
}

/** A window with the chat c2 open, half a sentence in its composer, and the PIN 2580. */
async function openWindow(): Promise<void> {
  shell.pin = "2580";
  shell.lock = { state: "unlocked" };
  await loadContent();
  render(App);
  await chat.open("c2");
  composer.type("نصف جملة");
  await composer.save();
}

async function lockByKey(): Promise<void> {
  press("l");
  await eventually(() => expect(byTestId("lock-screen")).not.toBeNull());
}

test("a locked window holds nothing of a chat", async () => {
  await openWindow();
  const said = chat.row?.people[0]?.name ?? "?";
  await eventually(() => expect(document.body.textContent).toContain(said));
  toasts.announce(said);
  await lockByKey();
  for (const secret of [said, "نصف جملة", "المدير"]) expect(document.body.textContent).not.toContain(secret);
  expect(byTestId("inbox")).toBeNull();
  expect([chat.id, chat.row, session.account]).toEqual([null, null, null]);
  expect(composer.text).toBe("");
});

test("the right PIN leads back to the chat with its draft", async () => {
  await openWindow();
  await lockByKey();
  expect(document.activeElement).toBe(byTestId("pin"));
  await type("pin", "٢٥٨٠");
  submit("pin");
  await eventually(() => expect(byTestId("composer")).not.toBeNull());
  expect(chat.id).toBe("c2");
  await eventually(() => expect(composer.text).toBe("نصف جملة"));
  expect(byTestId("lock-screen")).toBeNull();
  expect(byTestId("sign-in-form")).toBeNull();
});

test("a wrong PIN is told at its field and leaves it empty", async () => {
  await openWindow();
  await lockByKey();
  await type("pin", "1111");
  submit("pin");
  await eventually(() => expect(document.body.textContent).toContain(i18n.t("pin-wrong", { count: 4 })));
  expect(field("pin").getAttribute("aria-invalid")).toBe("true");
  expect(field("pin").value).toBe("");
  expect(document.activeElement).toBe(byTestId("pin"));
  shell.wrongPin = { answer: "wrong", left: 0, waitMs: 30_000 };
  await type("pin", "1112");
  submit("pin");
  await eventually(() => expect(document.body.textContent).toMatch(/Try again in .*\d+.* seconds/));
  await type("pin", "2580");
  expect((byTestId("pin-unlock") as HTMLButtonElement).disabled).toBe(true);
  const asked = shell.argsOf("unlock").length;
  submit("pin");
  expect(shell.argsOf("unlock").length).toBe(asked);
});

test("a start behind the lock shows nothing else", async () => {
  shell.pin = "2580";
  shell.lock = { state: "locked", waitMs: 0 };
  await loadContent();
  render(App);
  await eventually(() => expect(byTestId("lock-screen")?.dataset["state"]).toBe("locked"));
  expect(byTestId("sign-in-form")).toBeNull();
  expect(shell.argsOf("follow_link")).toEqual([]);
  await type("pin", "2580");
  submit("pin");
  await eventually(() => expect(byTestId("inbox")).not.toBeNull());
});

test("only the window's own keys work on the lock screen", async () => {
  await openWindow();
  await lockByKey();
  shell.calls = [];
  press("d");
  press("l");
  press("+");
  await eventually(() => expect(shell.argsOf("change_preferences").length).toBe(1));
  press("q");
  await eventually(() => expect(shell.argsOf("ask_to_quit").length).toBe(1));
  expect(shell.argsOf("star_conversation")).toEqual([]);
  expect(shell.argsOf("lock_now")).toEqual([]);
  expect(layout.dialog).toBeNull();
});

test("a damaged lock offers signing out alone", async () => {
  shell.lock = { state: "damaged" };
  await loadContent();
  render(App);
  await eventually(() => expect(byTestId("lock-screen")?.dataset["state"]).toBe("damaged"));
  expect(byTestId("pin")).toBeNull();
  expect(document.body.textContent).toContain(i18n.t("lock-damaged"));
  expect(document.activeElement).toBe(byTestId("pin-forgot"));
});

test("who forgot the PIN is told what stays before signing out", async () => {
  await openWindow();
  await lockByKey();
  byTestId("pin-forgot")?.click();
  await eventually(() => expect(byTestId("unsent")).not.toBeNull());
  expect(document.body.textContent).toContain(i18n.t("forget-pin-note"));
  expect(document.body.textContent).toContain(i18n.t("sign-out-note-unsent"));
  expect(shell.argsOf("forget_pin")).toEqual([]);
  byTestId("forget-pin-confirm")?.click();
  await eventually(() => expect(byTestId("sign-in-form")).not.toBeNull());
  expect(shell.argsOf("forget_pin").length).toBe(1);
  await eventually(() => expect(layout.dialog).toBeNull());
});

test("the settings set, change and remove a PIN", async () => {
  layout.settingsPage = "lock";
  render(SettingsScreen);
  await type("pin-new", "12");
  await type("pin-repeat", "12");
  submit("pin-new");
  await eventually(() => expect(document.body.textContent).toContain(i18n.t("error-pin-invalid")));
  await type("pin-new", "1234");
  await type("pin-repeat", "1243");
  submit("pin-new");
  await eventually(() => expect(document.body.textContent).toContain(i18n.t("pin-differs")));
  expect(shell.argsOf("set_pin")).toEqual([]);
  await type("pin-repeat", "١٢٣٤");
  submit("pin-new");
  await eventually(() => expect(byTestId("lock-now")).not.toBeNull());
  expect(shell.pin).toBe("1234");
  byTestId("lock-after-one-hour")?.click();
  await eventually(() => expect(shell.argsOf("change_preferences").at(-1)?.["changes"]).toMatchObject({ lockAfter: "one-hour" }));
  byTestId("pin-change")?.click();
  flushSync();
  await type("pin-current", "1234");
  await type("pin-new", "5678");
  await type("pin-repeat", "5678");
  submit("pin-new");
  await eventually(() => expect(shell.pin).toBe("5678"));
  await eventually(() => expect(byTestId("pin-remove")).not.toBeNull());
  byTestId("pin-remove")?.click();
  flushSync();
  await type("pin-current", "5678");
  submit("pin-current");
  await eventually(() => expect(byTestId("lock-now")).toBeNull());
  expect(shell.pin).toBeNull();
});

test("the key to lock shows where a PIN is set when none is", () => {
  press("l");
  expect([layout.settingsOpen, layout.settingsPage]).toEqual([true, "lock"]);
  expect(shell.argsOf("lock_now")).toEqual([]);
});

test("keys and movements are reported now and then while a PIN is set", () => {
  const now = vi.spyOn(performance, "now").mockReturnValue(1_000_000);
  lock.onInput();
  expect(shell.argsOf("report_activity")).toEqual([]);
  lock.apply({ state: "unlocked" });
  lock.onInput();
  lock.onInput();
  expect(shell.argsOf("report_activity").length).toBe(1);
  now.mockReturnValue(1_000_000 + REPORT_EVERY_MS);
  lock.onInput();
  expect(shell.argsOf("report_activity").length).toBe(2);
  now.mockRestore();
});

test("a PIN is 4 to 12 digits of any script", () => {
  for (const typed of ["1234", "١٢٣٤", "۱۲۳۴", "123456789012"]) expect(isPin(typed), typed).toBe(true);
  for (const typed of ["", "123", "1234567890123", "12a4"]) expect(isPin(typed), typed).toBe(false);
  expect(latinDigits("١٢۳4")).toBe("1234");
});
