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
