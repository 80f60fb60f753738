// Messages count as read only while somebody looks at them.
import { flushSync } from "svelte";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { attention, AWAY_AFTER_MS } from "$lib/controllers/attention.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { PEOPLE } from "./fixtures";
import { setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeAll(async () => {
  shell = await setUpWindow();
  attention.watch(() => chat.readState.onSeen());
});

beforeEach(async () => {
  shell = await setUpWindow();
});

afterEach(() => {
  vi.useRealTimers();
  layout.dialog = null;
  layout.picture = null;
});

const told = () => shell.argsOf("set_attention").at(-1)?.["attention"];
const reads = () => shell.argsOf("mark_seen").length;

/** A message comes into the chat on screen, which is at its end. */
async function arrives(): Promise<void> {
  await shell.arrives("c2", PEOPLE.omar, "وين الطلب؟");
  await eventually(() => expect(chat.messages.rows.at(-1)?.content).toBe("وين الطلب؟"));
  showsTheEnd();
}

/** The list has drawn the chat to its end. */
function showsTheEnd(): void {
  chat.readState.onScreen(chat.messages.rows.at(-1)?.key ?? "");
}

async function openRead(): Promise<void> {
  await chat.open("c2");
  showsTheEnd();
  await eventually(() => expect(chat.row?.unread).toBe(0));
  shell.calls = [];
}

for (const [what, cover, uncover] of [
  ["the settings", () => (layout.settingsOpen = true), () => layout.closeSettings()],
  ["a picture", () => (layout.picture = "m1"), () => (layout.picture = null)],
  ["another window", () => window.dispatchEvent(new Event("blur")), () => window.dispatchEvent(new Event("focus"))],
] as const) {
  test(`a message under ${what} is not read until it is seen`, async () => {
    await openRead();
    cover();
    flushSync();
    await eventually(() => expect(told()).toBe("away"));
    await arrives();
    expect(reads()).toBe(0);
    uncover();
    flushSync();
    await eventually(() => expect(told()).toBe("present"));
    await eventually(() => expect(reads()).toBe(1));
  });
}

test("a message with nobody at the computer is not read", async () => {
  await openRead();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  window.dispatchEvent(new KeyboardEvent("keydown", { key: "a" }));
  vi.advanceTimersByTime(AWAY_AFTER_MS - 1);
  expect(attention.seesChat).toBe(true);
  vi.advanceTimersByTime(1);
  expect(attention.seesChat).toBe(false);
  vi.useRealTimers();
  flushSync();
  await eventually(() => expect(told()).toBe("away"));
  await arrives();
  expect(reads()).toBe(0);
  window.dispatchEvent(new Event("pointermove"));
  flushSync();
  await eventually(() => expect(reads()).toBe(1));
});

test("a chat that opens under a dialog is not read", async () => {
  layout.dialog = "today";
  await chat.open("c2");
  await eventually(() => expect(chat.readState.divider?.count).toBe(2));
  showsTheEnd();
  expect(reads()).toBe(0);
  layout.dialog = null;
  flushSync();
  await eventually(() => expect(reads()).toBe(1));
});

test("the messages of a chat are no reason to tell whether somebody looks", async () => {
  await openRead();
  await eventually(() => expect(told() ?? "present").toBe("present"));
  shell.calls = [];
  await arrives();
  flushSync();
  expect(shell.argsOf("set_attention")).toEqual([]);
});
