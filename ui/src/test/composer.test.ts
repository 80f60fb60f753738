import { render } from "@testing-library/svelte";
import { beforeEach, expect, test, vi } from "vitest";
import Composer from "$screens/chat/Composer.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { appendToDraft, composer, SAVE_AT_LATEST_MS } from "$lib/controllers/composer.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { isSendKey } from "$lib/dom/sendKey";
import { longestDraft } from "$lib/ipc";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
});

const press = (element: HTMLElement | null, init: KeyboardEventInit) => element?.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }));

test("a draft is saved while typing and restored", async () => {
  await chat.open("c6");
  expect(composer.text).toBe("سيتم تحويل المبلغ خلال");
  composer.type("جديد");
  await eventually(() => expect(shell.argsOf("save_draft")).toEqual([{ conversation: "c6", text: "جديد" }]));
});

test("whoever types without a pause has the draft written all the same", async () => {
  await chat.open("c1");
  shell.calls = [];
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  try {
    let typed = "";
    for (let ms = 0; ms < 2 * SAVE_AT_LATEST_MS; ms += 100) {
      composer.type((typed += "ك"));
      await vi.advanceTimersByTimeAsync(100);
    }
    const written = shell.argsOf("save_draft").length;
    expect(written, "a power cut must not cost all that was typed").toBeGreaterThanOrEqual(1);
    expect(written, "the disk is not asked at each key").toBeLessThanOrEqual(2);
  } finally {
    vi.useRealTimers();
  }
});

test("leaving a chat saves its draft at once", async () => {
  await chat.open("c1");
  composer.type("unfinished");
  await chat.open("c3");
  expect(shell.argsOf("save_draft")).toEqual([{ conversation: "c1", text: "unfinished" }]);
  expect(composer.text).toBe("");
});

test("a draft that could not be written is not lost", async () => {
  shell.refuse["save_draft"] = "disk-full";
  await chat.open("c1");
  composer.type("important");
  await chat.open("c3");
  await eventually(() => expect(toasts.list.map((toast) => toast.code)).toEqual(["disk-full"]));
  delete shell.refuse["save_draft"];
  await chat.open("c1");
  expect(composer.text).toBe("important");
  await composer.save();
  expect(shell.argsOf("save_draft").at(-1)).toEqual({ conversation: "c1", text: "important" });
});

test("a text that is too long for a draft is said to be, kept in the window, and asks nothing of the disk", async () => {
  await chat.open("c1");
  render(Composer);
  const longest = "😀".repeat(longestDraft);
  composer.type(longest);
  await composer.save();
  expect(byTestId("draft-unkept")).toBeNull();
  expect(shell.argsOf("save_draft")).toEqual([{ conversation: "c1", text: longest }]);
  composer.type(`${longest}و`);
  await eventually(() => expect(byTestId("draft-unkept")?.textContent).toBe(i18n.errorText("draft-too-long")));
  await chat.open("c3");
  expect(byTestId("draft-unkept")).toBeNull();
  await chat.open("c1");
  expect(composer.text === `${longest}و`, "the text is there again").toBe(true);
  expect(shell.argsOf("save_draft").length, "only what fits was written").toBe(1);
  composer.type("أقصر");
  await composer.save();
  expect(shell.argsOf("save_draft").at(-1)).toEqual({ conversation: "c1", text: "أقصر" });
  await chat.open("c3");
  await chat.open("c1");
  expect(composer.text).toBe("أقصر");
});

test("a text that joined a draft which could not be written is not lost", async () => {
  shell.refuse["save_draft"] = "disk-full";
  await chat.open("c1");
  composer.type("first");
  await chat.open("c3");
  await eventually(() => expect(toasts.list.map((toast) => toast.code)).toEqual(["disk-full"]));
  delete shell.refuse["save_draft"];
  await appendToDraft("c1", "second");
  await chat.open("c1");
  expect(composer.text).toBe("first\nsecond");
});

test("a text that could not be queued is restored", async () => {
  shell.refuse["send"] = "disk-full";
  await chat.open("c1");
  composer.type("important");
  await chat.send();
  expect(composer.text).toBe("important");
  expect(toasts.list.map((toast) => toast.code)).toEqual(["disk-full"]);
});

test("a queued text clears the field for good", async () => {
  await chat.open("c1");
  composer.type("hello");
  await chat.send();
  expect(composer.text).toBe("");
  await eventually(() => expect(chat.messages.rows.at(-1)?.delivery.state).toBe("sent"));
  expect(shell.argsOf("save_draft")).toEqual([]);
});

test("a blank text is not sent", async () => {
  await chat.open("c1");
  composer.type("  \n ");
  await chat.send();
  expect(shell.argsOf("send")).toEqual([]);
});

test("Enter in the composer sends, Shift+Enter does not", async () => {
  await chat.open("c1");
  render(Composer);
  composer.type("hello");
  press(byTestId("composer"), { key: "Enter", shiftKey: true });
  press(byTestId("composer"), { key: "Enter", isComposing: true });
  expect(shell.calls.some((call) => call.command === "send")).toBe(false);
  press(byTestId("composer"), { key: "Enter" });
  await eventually(() => expect(shell.calls.some((call) => call.command === "send")).toBe(true));
});

test("one Enter sends, the other ones do not", () => {
  const press = { key: "Enter", shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, isComposing: false, keyCode: 13 };
  expect(isSendKey(press, "enter")).toBe(true);
  expect(isSendKey({ ...press, ctrlKey: true }, "enter")).toBe(false);
  expect(isSendKey(press, "ctrl-enter")).toBe(false);
  expect(isSendKey({ ...press, ctrlKey: true }, "ctrl-enter")).toBe(true);
  expect(isSendKey({ ...press, metaKey: true }, "ctrl-enter")).toBe(true);
  for (const sendKey of ["enter", "ctrl-enter"] as const) {
    const sends = { ...press, ctrlKey: sendKey === "ctrl-enter" };
    for (const other of [{ shiftKey: true }, { altKey: true }, { isComposing: true }, { keyCode: 229 }, { key: "a" }]) {
      expect(isSendKey({ ...sends, ...other }, sendKey), JSON.stringify(other)).toBe(false);
    }
  }
});
