import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import Dialogs from "$screens/dialogs/Dialogs.svelte";
import { CHAT_ACTIONS } from "$lib/actions/chatActions";
import { FROM_THE_LIST, offeredActions, searchActions, WITHOUT_KEY } from "$lib/actions/paletteActions";
import { isBasic } from "$lib/actions/ownKeys";
import { handleKeydown, shortcutFor, SHORTCUTS } from "$lib/actions/shortcuts";
import { chat } from "$lib/controllers/chat.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { preferences } from "$lib/controllers/preferences.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { allByTestId, byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
  preferences.apply({ ...preferences.value, shortcuts: "on", theme: "light", language: "en" });
});

const CODES: Record<string, string> = { "/": "Slash", ".": "Period", ",": "Comma", "+": "Equal", "-": "Minus", "?": "Slash", "\\": "Backslash" };

/** The event of the keys that a sheet shows. */
function eventOf(keys: string): KeyboardEvent {
  const parts = keys.split(/\+(?=.)/u);
  const key = parts.at(-1) ?? "";
  const letter = /^[A-Z]$/.test(key);
  const code = letter ? `Key${key}` : /^\d$/.test(key) ? `Digit${key}` : (CODES[key] ?? key);
  const shiftKey = parts.includes("Shift") || key === "?";
  return new KeyboardEvent("keydown", { key: key === "Esc" ? "Escape" : letter ? key.toLowerCase() : key, code, ctrlKey: parts.includes("Ctrl"), shiftKey, cancelable: true });
}

test("the keys on the sheet are the keys that work", () => {
  const lines = [...SHORTCUTS.map(({ name, keys }) => ({ name, keys })), ...CHAT_ACTIONS.map(({ id, keys }) => ({ name: id, keys }))];
  for (const { name, keys } of lines) if (keys !== undefined) expect(shortcutFor(eventOf(keys))?.name, keys).toBe(name);
});

test("every shortcut that works is called something in both languages", () => {
  for (const { name, label } of SHORTCUTS) {
    if (label !== undefined) expect(i18n.inBothLanguages(label), name).toHaveLength(2);
  }
  for (const { name, label } of offeredActions()) expect(i18n.inBothLanguages(label), name).toHaveLength(2);
});

test("no shortcut takes what Alt, AltGr or an input method writes", () => {
  for (const { keys } of SHORTCUTS) {
    if (keys === undefined) continue;
    const { key, code, ctrlKey, shiftKey } = eventOf(keys);
    const press = { key, code, ctrlKey, shiftKey };
    expect(shortcutFor(new KeyboardEvent("keydown", { ...press, altKey: true })), keys).toBeNull();
    const withAltGr = new KeyboardEvent("keydown", press);
    withAltGr.getModifierState = (modifier) => modifier === "AltGraph";
    expect(shortcutFor(withAltGr), keys).toBeNull();
    expect(shortcutFor(new KeyboardEvent("keydown", { ...press, isComposing: true })), keys).toBeNull();
  }
});

test("a single key is a letter in a field and a shortcut elsewhere", () => {
  const field = document.body.appendChild(document.createElement("textarea"));
  const press = (target: EventTarget, key: string) => {
    const event = new KeyboardEvent("keydown", { key, code: "Slash", shiftKey: true, bubbles: true, cancelable: true });
    target.addEventListener("keydown", (one) => handleKeydown(one as KeyboardEvent), { once: true });
    target.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(press(field, "؟")).toBe(false);
  expect(layout.dialog).toBeNull();
  expect(press(document.body, "؟")).toBe(true);
  expect(layout.dialog).toBe("shortcuts");
  field.remove();
});

test("one switch leaves only what every window has", () => {
  preferences.apply({ ...preferences.value, shortcuts: "off" });
  for (const { name, keys } of SHORTCUTS) {
    if (keys !== undefined) expect(shortcutFor(eventOf(keys))?.name ?? null, keys).toBe(isBasic(name) ? name : null);
  }
});

test("an action is found in either language, folded", async () => {
  await chat.open("c2");
  const found = (query: string) => searchActions(offeredActions(), query).map(({ name }) => name);
  expect(found("صندوق")[0]).toBe("outbox");
  expect(found("الاعدادات التنبيهات")).toEqual(["settings-alerts"]);
  expect(found("DARK")).toEqual(["theme-dark"]);
  expect(found("resolve")).toContain("resolve-conversation");
  expect(found("qqqq")).toEqual([]);
});

test("every action has the words that people use for it, in both languages", () => {
  const labels = [...SHORTCUTS.flatMap(({ label }) => label ?? []), ...CHAT_ACTIONS.map(({ label }) => label), ...FROM_THE_LIST, ...WITHOUT_KEY.map(({ label }) => label)];
  for (const label of labels) expect(i18n.keywords(label).filter((words) => words !== ""), `«${label}» has no .keywords in both locales`).toHaveLength(2);
});

test.each([
  ["تصدير", "export-chat"],
  ["تصدير", "export-list"],
  ["export", "export-chat"],
  ["داكن", "theme-dark"],
  ["ليلي", "theme-dark"],
  ["zoom", "zoom-in"],
  ["تكبير", "zoom-in"],
  ["snooze", "snooze-1-hour"],
  ["غفوه", "snooze-until"],
  ["تأجيل", "snooze-10-minutes"],
  ["logout", "sign-out"],
  ["قوالب", "reply-panel"],
  ["undo window", null],
  ["احصاءات", "today"],
  ["وسم", "note"],
  ["فرز", "sort-oldest"],
])("the palette finds by «%s» the action %s, whichever language the window has", async (query, wanted) => {
  await chat.open("c2");
  await eventually(() => expect(chat.row).not.toBeNull());
  for (const language of ["ar", "en"] as const) {
    preferences.apply({ ...preferences.value, language });
    const found = searchActions(offeredActions(), query).map(({ name }) => name);
    if (wanted === null) expect(found).toEqual([]);
    else expect(found, language).toContain(wanted);
  }
});

test("an action is found by its name typed on the wrong keyboard layout", () => {
  const found = (query: string) => searchActions(offeredActions(), query).map(({ name }) => name);
  expect(found("]h;k"), "«داكن» with the Latin layout").toEqual(["theme-dark"]);
  expect(found("قثسفشعقشىف"), "no action has the word «restaurant»").toEqual([]);
  expect(found("ثءحخقف"), "«export» with the Arabic layout").toContain("export-list");
  expect(found("hgYu]h]hj hgjkfdihj"), "two words").toEqual(["settings-alerts"]);
});

test("an action whose name has the words stands before one that people call so", async () => {
  await chat.open("c2");
  await eventually(() => expect(chat.row).not.toBeNull());
  const found = searchActions(offeredActions(), "close").map(({ name }) => name);
  expect(found.indexOf("close-conversation")).toBeLessThan(found.indexOf("quit"));
});

test("the palette runs what is chosen by key", async () => {
  layout.dialog = "palette";
  render(Dialogs);
  await eventually(() => expect(byTestId("palette-search")).not.toBeNull());
  const search = byTestId("palette-search") as HTMLInputElement;
  search.value = "المظهر";
  search.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await eventually(() => expect(allByTestId("palette-action").map((one) => one.dataset["name"])).toEqual(["theme-dark"]));
  search.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  await eventually(() => expect(preferences.value.theme).toBe("dark"));
  expect(layout.dialog).toBeNull();
  expect(shell.argsOf("change_preferences")).toHaveLength(1);
});
