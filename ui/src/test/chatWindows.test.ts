// Chats in windows of their own: a chat is shown in one place, and that place is led to.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import { offeredActions } from "$lib/actions/paletteActions";
import { openInOwnWindow } from "$lib/actions/ownWindow";
import { handleKeydown } from "$lib/actions/shortcuts";
import { closePane } from "$lib/actions/sideBySide";
import { chat } from "$lib/controllers/chat.svelte";
import { chatWindows } from "$lib/controllers/chatWindows.svelte";
import { composer } from "$lib/controllers/composer.svelte";
import { showAll, showBeside, showConversation, showMessage, showOutbox } from "$lib/controllers/navigation";
import { panes } from "$lib/controllers/panes.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { loadContent } from "$lib/controllers/windowContent";
import { PANE_WIDTH } from "$lib/limits";
import ChatWindow from "$screens/ChatWindow.svelte";
import { eventually } from "./eventually";
import { tell, type FakeShell } from "./fakeShell";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
  panes.fit(2 * PANE_WIDTH);
});

afterEach(() => {
  chatWindows.isOwn = false;
  chatWindows.apply([]);
});

/** This window shows one chat alone. */
async function becomeOwn(conversation: string): Promise<void> {
  shell.shows = "chat";
  shell.chatWindows = [conversation];
  shell.openChats = { chats: [conversation], active: conversation };
  await loadContent();
}

const raised = () => shell.argsOf("raise_conversation").map(({ id }) => id);
const press = (init: KeyboardEventInit) => handleKeydown(new KeyboardEvent("keydown", { ctrlKey: true, cancelable: true, ...init }));

test("a chat that gets a window leaves the main one with its draft on the disk", async () => {
  showConversation("c1");
  composer.type("half a sentence");
  await openInOwnWindow("c1");
  expect(chat.id, "it is not shown twice").toBeNull();
  const order = shell.calls.map(({ command }) => command).filter((name) => name === "save_draft" || name === "open_chat_window");
  expect(order).toEqual(["save_draft", "open_chat_window"]);
});

test("where no more windows open, the chat stays and a sentence says why", async () => {
  shell.refuse["open_chat_window"] = "too-many-windows";
  showConversation("c1");
  await openInOwnWindow("c1");
  expect(chat.id).toBe("c1");
  expect(toasts.list.map(({ text }) => text).join()).toContain("have a window of their own");
});

test("a chat with a window of its own is led to, whatever asks for it", async () => {
  showConversation("c2");
  await tell("chatWindowsChanged", ["c1"]);
  showConversation("c1");
  showBeside("c1");
  await eventually(() => expect(raised()).toEqual(["c1", "c1"]));
  expect([chat.id, panes.list.length]).toEqual(["c2", 1]);
  showAll({ chats: ["c1", "c3"], active: "c1" });
  expect(panes.list.map((pane) => pane.chat.id), "what was open before").toEqual(["c3"]);
});

test("a message of a chat with a window of its own is shown there", async () => {
  await tell("chatWindowsChanged", ["c1"]);
  const place = { createdAt: 5, id: "m5" };
  showMessage("c1", place);
  await eventually(() => expect(shell.argsOf("raise_conversation")).toEqual([{ id: "c1", message: place }]));
  await becomeOwn("c1");
  shell.calls = [];
  await tell("focusConversation", { conversation: "c1", message: place });
  await eventually(() => expect(shell.argsOf("messages").map(({ window }) => window)).toContainEqual(expect.objectContaining({ window: "around", position: place })));
});

test("a chat that another window has taken leaves the panes", async () => {
  showConversation("c1");
  showBeside("c2");
  await tell("chatWindowsChanged", ["c1"]);
  expect(panes.list.map((pane) => pane.chat.id)).toEqual(["c2"]);
  await tell("chatWindowsChanged", []);
  showConversation("c1");
  expect(chat.id, "its window is closed: it opens here").toBe("c1");
});

test("the window of one chat shows it alone, and asks for no list", async () => {
  await becomeOwn("c1");
  render(ChatWindow);
  flushSync();
  await eventually(() => expect(byTestId("chat")?.dataset["conversation"]).toBe("c1"));
  expect(byTestId("inbox")).toBeNull();
  expect(shell.argsOf("inbox"), "no list").toEqual([]);
  expect(shell.argsOf("note_open_chats"), "the next start opens what the main window had").toEqual([]);
  expect(shell.argsOf("open_conversation").map(({ id }) => id)).toEqual(["c1"]);
});

test("the window of one chat leads elsewhere for everything else", async () => {
  await becomeOwn("c1");
  showConversation("c2");
  showOutbox();
  await eventually(() => expect(raised()).toEqual(["c2", null]));
  expect(chat.id).toBe("c1");
  await eventually(() => expect(chat.row).not.toBeNull());
  const offered = offeredActions().map(({ name }) => name);
  expect(offered.filter((name) => name.startsWith("view-") || ["search", "own-window", "beside", "save-view"].includes(name))).toEqual([]);
  expect(offered).toContain("star-conversation");
});

test("Ctrl+W closes the window of one chat and nothing else", async () => {
  await becomeOwn("c1");
  press({ code: "KeyW", key: "ص" });
  await eventually(() => expect(shell.argsOf("close_chat_window")).toHaveLength(1));
  expect(chat.id, "the shell closes the window").toBe("c1");
});

test("in the main window Ctrl+W closes no window", () => {
  showConversation("c1");
  expect(closePane()).toBe(false);
  expect(shell.argsOf("close_chat_window")).toEqual([]);
});

test("Ctrl+Shift+O gives the open chat a window, on an Arabic keyboard too", async () => {
  showConversation("c1");
  await eventually(() => expect(chat.row).not.toBeNull());
  press({ code: "KeyO", key: "خ", shiftKey: true });
  await eventually(() => expect(shell.argsOf("open_chat_window")).toEqual([{ id: "c1" }]));
});
