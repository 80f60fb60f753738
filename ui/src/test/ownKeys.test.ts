import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import ShortcutsDialog from "$screens/dialogs/ShortcutsDialog.svelte";
import { chooseKeys, keysOfAction, resetAllKeys } from "$lib/actions/ownKeys";
import { offeredActions } from "$lib/actions/paletteActions";
import { shortcutFor } from "$lib/actions/shortcuts";
import { i18n } from "$lib/controllers/i18n.svelte";
import { preferences } from "$lib/controllers/preferences.svelte";
import { keyRefusal, pressedKeys, shownKeys } from "$lib/format/keys";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
  preferences.apply({ ...preferences.value, shortcuts: "on", language: "en", ownKeys: {} });
});

const press = (init: KeyboardEventInit) => new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
const line = (name: string) => document.querySelector<HTMLElement>(`[data-testid="shortcut-line"][data-name="${name}"]`);
const inLine = (name: string, id: string) => line(name)?.querySelector<HTMLElement>(`[data-testid="${id}"]`) ?? null;

async function record(name: string, init: KeyboardEventInit): Promise<void> {
  inLine(name, "own-keys-change")?.click();
  await eventually(() => expect(inLine(name, "own-keys-record")).not.toBeNull());
  inLine(name, "own-keys-record")?.dispatchEvent(press(init));
}

test("own keys go by their place, and the usual ones are free then", () => {
  chooseKeys("next-unanswered", "Ctrl+Shift+KeyU");
  expect(shortcutFor(press({ key: "U", code: "KeyU", ctrlKey: true, shiftKey: true }))?.name).toBe("next-unanswered");
  expect(shortcutFor(press({ key: "ع", code: "KeyU", ctrlKey: true, shiftKey: true }))?.name, "on an Arabic layout").toBe("next-unanswered");
  expect(shortcutFor(press({ key: "j", code: "KeyJ", ctrlKey: true }))).toBeNull();
  resetAllKeys();
  expect(shortcutFor(press({ key: "j", code: "KeyJ", ctrlKey: true }))?.name).toBe("next-unanswered");
});

test("palette and sheet show own keys", () => {
  chooseKeys("lock-me", "F2");
  chooseKeys("search", "Ctrl+Comma");
  expect(offeredActions().find(({ name }) => name === "search")?.keys).toBe("Ctrl+,");
  expect(keysOfAction("settings", "Ctrl+,")).toBe("Ctrl+,");
  expect(shownKeys("Ctrl+Shift+ArrowUp")).toBe("Ctrl+Shift+↑");
});

test("what writes a letter or belongs to a field stands for no action", () => {
  for (const [init, refusal] of [
    [{ code: "KeyG", key: "g" }, "plain"],
    [{ code: "KeyG", key: "G", shiftKey: true }, "plain"],
    [{ code: "KeyG", key: "g", altKey: true, ctrlKey: true }, "alt"],
    [{ code: "KeyV", key: "v", ctrlKey: true }, "field"],
    [{ code: "KeyZ", key: "z", ctrlKey: true, shiftKey: true }, "field"],
    [{ code: "IntlRo", key: "x", ctrlKey: true }, "unknown"],
    [{ code: "F9", key: "F9" }, null],
    [{ code: "KeyG", key: "g", ctrlKey: true }, null],
  ] as const) {
    expect(keyRefusal(press(init)), JSON.stringify(init)).toBe(refusal);
  }
  const withAltGr = press({ code: "KeyG", key: "g", ctrlKey: true });
  withAltGr.getModifierState = (modifier) => modifier === "AltGraph";
  expect(keyRefusal(withAltGr)).toBe("alt");
  expect(pressedKeys(withAltGr)).toBeNull();
});

test("a key that is taken is refused with the other's name", async () => {
  render(ShortcutsDialog);
  await eventually(() => expect(line("emoji")).not.toBeNull());
  await record("emoji", { code: "KeyK", key: "k", ctrlKey: true });
  await eventually(() => expect(inLine("emoji", "own-keys-refusal")?.textContent).toContain(i18n.t("shortcut-search")));
  expect(preferences.value.ownKeys).toEqual({});
  inLine("emoji", "own-keys-record")?.dispatchEvent(press({ code: "KeyD", key: "d", ctrlKey: true, shiftKey: true }));
  await eventually(() => expect(inLine("emoji", "own-keys-refusal")?.textContent).toContain(i18n.t("head-resolve-and-next")));
});

test("recorded keys are kept, shown, and taken back", async () => {
  render(ShortcutsDialog);
  await eventually(() => expect(line("emoji")).not.toBeNull());
  await record("emoji", { code: "KeyE", key: "e", ctrlKey: true });
  await eventually(() => expect(line("emoji")?.querySelector("kbd:last-of-type")?.textContent).toBe("E"));
  expect(shell.argsOf("change_preferences").at(-1)?.["changes"]).toMatchObject({ ownKeys: { emoji: "Ctrl+KeyE" } });
  inLine("emoji", "own-keys-reset")?.click();
  await eventually(() => expect(preferences.value.ownKeys).toEqual({}));
  expect(inLine("zoom-in", "own-keys-change"), "what every window has stays").toBeNull();
});

test("Escape leaves the keys as they are", async () => {
  render(ShortcutsDialog);
  await eventually(() => expect(line("emoji")).not.toBeNull());
  await record("emoji", { code: "Escape", key: "Escape" });
  await eventually(() => expect(inLine("emoji", "own-keys-record")).toBeNull());
  expect(preferences.value.ownKeys).toEqual({});
  expect(document.querySelector('[data-testid="shortcuts-dialog"]')).not.toBeNull();
});
