// Undo and redo in fields, by words, per chat.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import Composer from "$screens/chat/Composer.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { appendToDraft, composer } from "$lib/controllers/composer.svelte";
import { keepUndo, textField, type Field } from "$lib/dom/undo";
import { UndoHistory } from "$lib/dom/undoHistory";
import { UNDO_STEPS } from "$lib/limits";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;
let stop: () => void;

beforeEach(async () => {
  shell = await setUpWindow();
  stop = keepUndo();
});

afterEach(() => stop());

const caret = (text: string) => ({ text, start: text.length, end: text.length });

function typed(history: UndoHistory, from: string, text: string): string {
  let now = from;
  for (const letter of text) {
    now += letter;
    history.record(caret(now), "insertText");
  }
  return now;
}

const undone = (history: UndoHistory) => {
  const found: string[] = [];
  for (let state = history.undo(); state; state = history.undo()) found.push(state.text);
  return found;
};

test("typing is undone word by word", () => {
  const history = new UndoHistory(caret(""));
  typed(history, "", "مرحبا  يا صديقي");
  expect(undone(history)).toEqual(["مرحبا  يا ", "مرحبا  ", ""]);
  expect([history.redo()?.text, history.redo()?.text, history.redo()?.text, history.redo()]).toEqual(["مرحبا  ", "مرحبا  يا ", "مرحبا  يا صديقي", null]);
});

test("deleting, pasting and typing elsewhere are steps of their own", () => {
  const history = new UndoHistory(caret(""));
  typed(history, "", "abcd");
  history.record(caret("abc"), "deleteContentBackward");
  history.record(caret("ab"), "deleteContentBackward");
  history.record(caret("ab pasted"), "insertFromPaste");
  history.record({ text: "Xab pasted", start: 1, end: 1 }, "insertText");
  expect(undone(history)).toEqual(["ab pasted", "ab", "abcd", ""]);
});

test("what is typed after an undo ends what could be redone", () => {
  const history = new UndoHistory(caret(""));
  typed(history, "", "one two");
  history.undo();
  typed(history, "one ", "three");
  expect(history.canRedo).toBe(false);
  expect(undone(history)).toEqual(["one ", ""]);
});

test("the steps are bounded and the oldest go first", () => {
  const history = new UndoHistory(caret(""));
  typed(history, "", "w ".repeat(UNDO_STEPS * 2));
  expect(undone(history).length).toBe(UNDO_STEPS);
});

function field(): Field {
  const found = textField(byTestId("composer"));
  if (!found) throw new Error("no composer");
  return found;
}

function type(text: string): void {
  for (const letter of text) {
    const at = field();
    at.dispatchEvent(new InputEvent("beforeinput", { bubbles: true, inputType: "insertText", data: letter }));
    at.value += letter;
    at.setSelectionRange(at.value.length, at.value.length);
    at.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: letter }));
  }
  flushSync();
}

function press(key: string, code: string, shiftKey = false): void {
  field().dispatchEvent(new KeyboardEvent("keydown", { key, code, ctrlKey: true, shiftKey, bubbles: true, cancelable: true }));
  flushSync();
}

async function open(id: string): Promise<void> {
  await chat.open(id);
  flushSync();
}

test("the key is found by its letter, and by its place where it writes none", async () => {
  render(Composer);
  await open("c1");
  type("one two");
  for (const [key, code, shift] of [["ئ", "KeyZ", false], ["Z", "KeyZ", true], ["z", "KeyW", false], ["y", "KeyY", false]] as const) {
    const before = composer.text;
    press(key, code, shift);
    expect(composer.text, key).not.toBe(before);
  }
  expect(composer.text).toBe("one two");
});

test("each chat has its own steps, also after its draft was loaded", async () => {
  render(Composer);
  await open("c3");
  type("one two");
  await open("c9");
  press("z", "KeyZ");
  expect(composer.text, "nothing of the other chat").toBe("");
  type("three");
  await open("c3");
  await eventually(() => expect(field().value).toBe("one two"));
  press("z", "KeyZ");
  expect([composer.text, field().value]).toEqual(["one ", "one "]);
  await eventually(() => expect(shell.argsOf("save_draft").at(-1)).toEqual({ conversation: "c3", text: "one " }));
});

test("a text that was sent is not brought back", async () => {
  render(Composer);
  await open("c5");
  type("sent");
  await chat.send();
  flushSync();
  press("z", "KeyZ");
  expect(composer.text).toBe("");
});

test("a text that the program puts in can be taken back", async () => {
  render(Composer);
  await open("c8");
  type("mine");
  await appendToDraft("c8", "added");
  flushSync();
  press("z", "KeyZ");
  expect(composer.text).toBe("mine");
});
