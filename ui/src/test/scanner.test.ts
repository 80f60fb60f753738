import { render } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import Dialogs from "$screens/dialogs/Dialogs.svelte";
import { watchScanner } from "$lib/actions/scanner";
import { handleKeydown } from "$lib/actions/shortcuts";
import { chat } from "$lib/controllers/chat.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { lock } from "$lib/controllers/lock.svelte";
import { orderSearch } from "$lib/controllers/orderSearch.svelte";
import { preferences } from "$lib/controllers/preferences.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { SCAN_GAP_MS } from "$lib/limits";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;
let stop: () => void;
/** The keys that came through to the rest of the window. */
let heard: string[];
let now = 1_000;
const hear = (event: KeyboardEvent) => {
  heard.push(event.key);
  handleKeydown(event);
};

beforeEach(async () => {
  shell = await setUpWindow();
  orderSearch.forget();
  heard = [];
  stop = watchScanner();
  window.addEventListener("keydown", hear);
  document.body.tabIndex = -1;
  document.body.focus();
});

afterEach(() => {
  stop();
  window.removeEventListener("keydown", hear);
  document.body.replaceChildren();
});

const codeOf = (sign: string): string => (/^[0-9]$/.test(sign) ? `Digit${sign}` : /^[a-z]$/i.test(sign) ? `Key${sign.toUpperCase()}` : sign === "-" ? "Minus" : sign === " " ? "Space" : sign === "/" ? "Slash" : sign);

/** Presses a key so long after the one before; answers whether its own action was left to it. */
function press(key: string, after: number, target: Element = document.activeElement ?? document.body): boolean {
  now += after;
  const event = new KeyboardEvent("keydown", { key, code: codeOf(key), bubbles: true, cancelable: true });
  Object.defineProperty(event, "timeStamp", { value: now });
  return target.dispatchEvent(event);
}

function scan(code: string, end = "Enter", gap = SCAN_GAP_MS): void {
  [...code].forEach((sign, at) => press(sign, at === 0 ? 1_000 : gap));
  press(end, gap);
}

function textArea(): HTMLTextAreaElement {
  const field = document.createElement("textarea");
  document.body.append(field);
  return field;
}

test("a scanned code opens its chat without a dialog", async () => {
  for (const [at, end] of ["Enter", "Tab"].entries()) {
    shell.orderLookup = { found: "chat", chat: shell.conversations[at]! };
    scan("66f2-a1", end);
    await eventually(() => expect(chat.id).toBe(shell.conversations[at]!.id));
    expect(layout.dialog).toBeNull();
  }
  expect(shell.argsOf("find_order_chat")).toEqual([{ typed: "66f2-a1" }, { typed: "66f2-a1" }]);
  expect(heard, "no key of a scan is a shortcut").toEqual([]);
});

test("a scanned code without a chat is asked about", async () => {
  render(Dialogs);
  shell.orderLookup = { found: "noChat", order: "66f2a1b3c4d5" };
  scan("66f2a1b3c4d5");
  await eventually(() => expect(byTestId("order-question")).not.toBeNull());
  expect((byTestId("order-id") as HTMLInputElement).value).toBe("66f2a1b3c4d5");
  expect(shell.argsOf("open_order_chat")).toEqual([]);
});

test("slow or few keys are no scan", async () => {
  scan("abcd", "Enter", SCAN_GAP_MS + 1);
  await eventually(() => expect(heard).toEqual(["a", "b", "c", "d", "Enter"]));
  heard = [];
  scan("abc");
  await eventually(() => expect(heard).toEqual(["a", "b", "c", "Enter"]));
  expect(shell.argsOf("find_order_chat")).toEqual([]);
  expect(layout.dialog).toBeNull();
});

test("a letter that is held is handed on as it was pressed", async () => {
  const event = new KeyboardEvent("keydown", { key: "ي", code: "KeyD", bubbles: true, cancelable: true });
  expect(document.body.dispatchEvent(event), "it is held").toBe(false);
  expect(heard).toEqual([]);
  await eventually(() => expect(heard).toEqual(["ي"]));
});

test("text fields keep what is scanned into them", () => {
  const field = textArea();
  field.focus();
  for (const sign of "66f2a1") expect(press(sign, 5, field), sign).toBe(true);
  expect(press("Enter", 5, field)).toBe(true);
  expect(shell.argsOf("find_order_chat")).toEqual([]);
});

/** Scans into a field as a scanner does: each key that nobody held writes its sign. */
function scanInto(field: HTMLTextAreaElement, signs: string, end = "Enter"): boolean {
  field.focus();
  [...signs].forEach((sign, at) => {
    if (!press(sign, at === 0 ? 1_000 : 5, field)) return;
    field.setRangeText(sign, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
  return press(end, 5, field);
}

test("what is scanned into a field that Enter sends is looked up and never sent", async () => {
  for (const end of ["Enter", "Tab"]) {
    const field = textArea();
    field.toggleAttribute("data-sends", true);
    const written: string[] = [];
    field.oninput = () => written.push(field.value);
    field.value = "حاضر، سأرى";
    field.setSelectionRange(4, 4);
    expect(scanInto(field, "66f2-a1", end), `${end} sends nothing`).toBe(false);
    expect(field.value, "what was written stays as it was").toBe("حاضر، سأرى");
    expect([field.selectionStart, field.selectionEnd], "and so does the caret").toEqual([4, 4]);
    expect(written.at(-1), "whoever keeps the draft is told").toBe("حاضر، سأرى");
  }
  await eventually(() => expect(shell.argsOf("find_order_chat")).toEqual([{ typed: "66f2-a1" }, { typed: "66f2-a1" }]));
  expect(heard.filter((key) => key === "Enter" || key === "Tab")).toEqual([]);
});

test("what a person writes is sent, however it comes into the field", () => {
  for (const text of ["ok", "thanks", "at 10 pm", "/r10"]) {
    const field = textArea();
    field.toggleAttribute("data-sends", true);
    expect(scanInto(field, text), text).toBe(true);
    expect(field.value).toBe(text);
  }
  const field = textArea();
  field.toggleAttribute("data-sends", true);
  for (const sign of "1620") press(sign, SCAN_GAP_MS + 1, field);
  expect(press("Enter", SCAN_GAP_MS + 1, field), "typed by hand").toBe(true);
  expect(shell.argsOf("find_order_chat")).toEqual([]);
});

test("a text field that gets the focus halfway gets nothing of it", async () => {
  const field = textArea();
  press("6", 1_000);
  press("6", 5);
  field.focus();
  for (const sign of ["f", "2", "Enter"]) expect(press(sign, 5, field), sign).toBe(false);
  await eventually(() => expect(shell.argsOf("find_order_chat")).toEqual([{ typed: "66f2" }]));
});

test("digits that are typed outside text fields open the order box", async () => {
  press("1", 1_000);
  await eventually(() => expect(layout.dialog).toBe("order"));
  // The dialog is not drawn yet.
  press("6", 300);
  press("2", 300);
  await eventually(() => expect(orderSearch.typed).toBe("162"));
  render(Dialogs);
  await eventually(() => expect((byTestId("order-id") as HTMLInputElement | null)?.value).toBe("162"));
});

test("Enter before the order box is drawn looks the number up", async () => {
  press("1", 1_000);
  press("6", 300);
  expect(press("Enter", 300), "no button is pressed by it").toBe(false);
  await eventually(() => expect(shell.argsOf("find_order_chat")).toEqual([{ typed: "16" }]));
});

test("with shortcuts off a typed digit does nothing, a scan does", async () => {
  preferences.value = { ...preferences.value, shortcuts: "off" };
  press("1", 1_000);
  await eventually(() => expect(heard).toEqual(["1"]));
  expect(layout.dialog).toBeNull();
  scan("1620");
  await eventually(() => expect(shell.argsOf("find_order_chat")).toEqual([{ typed: "1620" }]));
  preferences.value = { ...preferences.value, shortcuts: "on" };
});

test("under another dialog nothing is looked up, and it is said", () => {
  layout.dialog = "rename";
  scan("66f2a1");
  expect(shell.argsOf("find_order_chat")).toEqual([]);
  expect(toasts.list.map(({ code }) => code)).toEqual(["scan-elsewhere"]);
  expect(heard).toEqual([]);
});

test("a locked window takes no scan", () => {
  lock.apply({ state: "locked", pauseMs: 0 } as never);
  scan("66f2a1");
  lock.apply({ state: "off" });
  expect(shell.argsOf("find_order_chat")).toEqual([]);
});

test("keys with Ctrl and keys that repeat are held by nobody", () => {
  const held = (init: KeyboardEventInit) => !document.body.dispatchEvent(new KeyboardEvent("keydown", { cancelable: true, bubbles: true, code: "KeyB", key: "b", ...init }));
  expect(held({ ctrlKey: true })).toBe(false);
  expect(held({ altKey: true })).toBe(false);
  expect(held({ repeat: true })).toBe(false);
});
