import { expect, test } from "vitest";
import { shortcutFor } from "$lib/actions/shortcuts";

test("the window's shortcuts are recognised", () => {
  const press = (init: KeyboardEventInit) => shortcutFor(new KeyboardEvent("keydown", init))?.name;
  expect(press({ key: "+", ctrlKey: true })).toBe("zoom-in");
  expect(press({ key: "-", ctrlKey: true })).toBe("zoom-out");
  expect(press({ key: "0", ctrlKey: true })).toBe("zoom-reset");
  expect(press({ key: "F5" })).toBe("reload");
  expect(press({ key: "ق", code: "KeyR", ctrlKey: true })).toBe("reload");
  expect(press({ key: "F6", shiftKey: true })).toBe("previous-pane");
  expect(press({ key: "ي", code: "KeyD", ctrlKey: true })).toBe("star-conversation");
  expect(press({ key: "d", code: "KeyD" })).toBeUndefined();
  expect(press({ key: "a" })).toBeUndefined();
});

test("a letter's shortcut goes by the letter that the key writes", () => {
  const press = (key: string, code: string) => shortcutFor(new KeyboardEvent("keydown", { key, code, ctrlKey: true }))?.name;
  // French and Belgian, German, Dvorak: the key at the place of Q, R or D writes another letter.
  for (const [key, code] of [["a", "KeyQ"], ["A", "KeyQ"], ["'", "KeyQ"], ["e", "KeyD"], ["ض", "KeyQ"]] as const) {
    expect(press(key, code), `Ctrl+${key} at ${code}`).toBeUndefined();
  }
  for (const [key, code, name] of [
    ["q", "KeyA", "quit"],
    ["q", "KeyX", "quit"],
    ["Q", "KeyQ", "quit"],
    ["r", "KeyO", "reload"],
    ["d", "KeyH", "star-conversation"],
    ["ي", "KeyD", "star-conversation"],
    ["ق", "KeyR", "reload"],
    ["p", "KeyR", "print-chat"],
  ] as const) {
    expect(press(key, code), `Ctrl+${key} at ${code}`).toBe(name);
  }
});
