// The chat that was open when the program ended is open again.
import { afterEach, beforeEach, expect, test } from "vitest";
import { chat } from "$lib/controllers/chat.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { switchAccount } from "$lib/controllers/navigation";
import { loadContent } from "$lib/controllers/windowContent";
import { eventually } from "./eventually";
import { FakeShell } from "./fakeShell";

let shell: FakeShell;

beforeEach(() => {
  shell = new FakeShell();
  switchAccount(null);
  layout.view = "chats";
});

afterEach(() => (layout.singlePane = false));

test("the chat that was open last is open again", async () => {
  shell.openChats = { chats: ["c2"], active: "c2" };
  await loadContent();
  await eventually(() => expect(chat.id).toBe("c2"));
});

test("a link goes before the chat that was open last", async () => {
  shell.openChats = { chats: ["c2"], active: "c2" };
  shell.link = shell.conversations[0]?.id ?? "";
  await loadContent();
  await eventually(() => expect(shell.argsOf("open_conversation")).toHaveLength(1));
  await eventually(() => expect(chat.id).toBe(shell.conversations[0]?.id));
});

test("where one pane is shown, a start begins with the list", async () => {
  shell.openChats = { chats: ["c2"], active: "c2" };
  layout.singlePane = true;
  await loadContent();
  await eventually(() => expect(shell.argsOf("follow_link").length).toBeGreaterThan(0));
  expect(chat.id).toBeNull();
});

test("behind the lock no chat is open", async () => {
  shell.openChats = { chats: ["c2"], active: "c2" };
  shell.pin = "2580";
  shell.lock = { state: "locked", waitMs: 0 };
  await loadContent();
  expect([chat.id, shell.argsOf("open_conversation")]).toEqual([null, []]);
});
