import { expect, test } from "vitest";
import { shortcutFor } from "$lib/controllers/shortcuts";

test("keys of the whole window are told apart", () => {
  const press = (init: KeyboardEventInit) => shortcutFor(new KeyboardEvent("keydown", init));
  expect(press({ key: "+", ctrlKey: true })).toBe("in");
  expect(press({ key: "-", ctrlKey: true })).toBe("out");
  expect(press({ key: "0", ctrlKey: true })).toBe("reset");
  expect(press({ key: "F5" })).toBe("reload");
  expect(press({ key: "ق", code: "KeyR", ctrlKey: true })).toBe("reload");
  expect(press({ key: "F6", shiftKey: true })).toBe("last-pane");
  expect(press({ key: "a" })).toBeNull();
});
