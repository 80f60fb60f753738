import { render } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import Composer from "$screens/chat/Composer.svelte";
import MessageEditor from "$lib/components/MessageEditor.svelte";
import { handleKeydown } from "$lib/actions/shortcuts";
import { chat } from "$lib/controllers/chat.svelte";
import { composer } from "$lib/controllers/composer.svelte";
import { deferred } from "$lib/controllers/deferred.svelte";
import { inbox } from "$lib/controllers/inbox.svelte";
import { outbox } from "$lib/controllers/outbox.svelte";
import { preferences } from "$lib/controllers/preferences.svelte";
import { ignoreHeldEnter } from "$lib/dom/heldEnter";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { NOW } from "./fixtures";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
  shell.outbox = [];
  await outbox.load();
  for (const [at, id] of ["c1", "c2", "c3"].entries()) Object.assign(shell.conversations.find((one) => one.id === id)!, { unansweredSince: NOW - at, draft: null });
  await inbox.setFilter("unanswered");
  shell.calls = [];
});

afterEach(() => deferred.flush());

const keydown = (init: KeyboardEventInit) => new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
const resolveKey = (repeat: boolean) => keydown({ key: "D", code: "KeyD", ctrlKey: true, shiftKey: true, repeat });

test("«resolve and next», held a moment too long, settles one chat", async () => {
  await chat.open("c1");
  await eventually(() => expect(chat.row?.id).toBe("c1"));
  handleKeydown(resolveKey(false));
  await eventually(() => expect(chat.row?.id).toBe("c2"));
  const held = resolveKey(true);
  handleKeydown(held);
  expect(held.defaultPrevented, "the browser makes nothing of it either").toBe(true);
  expect([...deferred.ids]).toEqual(["c1"]);
  expect(chat.id).toBe("c2");
});

test("a key that stays down while the next chat is on its way is no new press there", async () => {
  await chat.open("c1");
  await eventually(() => expect(chat.row?.id).toBe("c1"));
  window.addEventListener("keydown", handleKeydown);
  let answer: () => void = () => undefined;
  shell.holds["inbox"] = new Promise((done) => (answer = done));
  window.dispatchEvent(resolveKey(false));
  window.dispatchEvent(resolveKey(true));
  delete shell.holds["inbox"];
  answer();
  await eventually(() => expect(chat.row?.id).toBe("c2"));
  await eventually(() => expect(deferred.waits).toBe(true));
  await new Promise((done) => setTimeout(done));
  expect([...deferred.ids]).toEqual(["c1"]);
  window.removeEventListener("keydown", handleKeydown);
});

test("the zoom goes on while its key is held", () => {
  const before = preferences.value.zoom;
  handleKeydown(keydown({ key: "+", ctrlKey: true }));
  handleKeydown(keydown({ key: "+", ctrlKey: true, repeat: true }));
  const once = preferences.value.zoom;
  handleKeydown(keydown({ key: "0", ctrlKey: true }));
  handleKeydown(keydown({ key: "+", ctrlKey: true }));
  expect(once).toBeGreaterThan(preferences.value.zoom);
  expect(preferences.value.zoom).toBeGreaterThan(before);
});

test("Enter that is held since a row was opened does not send the chat's draft, nor break its line", async () => {
  await chat.open("c6");
  render(Composer);
  const draft = composer.text;
  const held = keydown({ key: "Enter", repeat: true });
  byTestId("composer")?.dispatchEvent(held);
  expect(held.defaultPrevented).toBe(true);
  const breaks = keydown({ key: "Enter", shiftKey: true, repeat: true });
  byTestId("composer")?.dispatchEvent(breaks);
  expect(breaks.defaultPrevented, "line breaks go on").toBe(false);
  composer.type(`${draft} غداً`);
  byTestId("composer")?.dispatchEvent(keydown({ key: "Enter" }));
  await eventually(() => expect(shell.argsOf("send").map(({ text }) => text)).toEqual([`${draft} غداً`]));
});

test("Enter that is held does not send a text that is being rewritten", async () => {
  outbox.startEdit({ localId: "o1", conversation: "c1", text: "نص" });
  const { container } = render(MessageEditor, { localId: "o1" });
  const field = container.querySelector("textarea");
  field?.dispatchEvent(keydown({ key: "Enter", repeat: true }));
  outbox.updateEdit("o1", "نص آخر");
  field?.dispatchEvent(keydown({ key: "Enter" }));
  await eventually(() => expect(shell.argsOf("edit_message").map(({ text }) => text)).toEqual(["نص آخر"]));
});

test("Enter that is held answers no question and presses no button", () => {
  const stop = ignoreHeldEnter();
  const button = document.body.appendChild(document.createElement("button"));
  const field = document.body.appendChild(document.createElement("textarea"));
  const pressed = (target: HTMLElement, repeat: boolean) => !target.dispatchEvent(keydown({ key: "Enter", repeat }));
  expect(pressed(button, false), "the first press is the user's").toBe(false);
  expect(pressed(button, true), "a repeated one is none").toBe(true);
  expect(pressed(field, true), "in a field it breaks lines").toBe(false);
  stop();
  expect(pressed(button, true), "gone with its window").toBe(false);
  button.remove();
  field.remove();
});
