// Chats side by side: where a conversation opens, what belongs to each, and what has no room.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { beforeEach, expect, test } from "vitest";
import { split, stepBetween, closePane } from "$lib/actions/sideBySide";
import { sendMessage } from "$lib/actions/sendMessage";
import { chat } from "$lib/controllers/chat.svelte";
import { composer } from "$lib/controllers/composer.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { showBeside, showChats, showConversation, showOutbox } from "$lib/controllers/navigation";
import { panes } from "$lib/controllers/panes.svelte";
import { loadContent } from "$lib/controllers/windowContent";
import { PANE_WIDTH } from "$lib/limits";
import ChatPane from "$screens/chat/ChatPane.svelte";
import InboxPane from "$screens/inbox/InboxPane.svelte";
import { inbox } from "$lib/controllers/inbox.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";

import { allByTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
  panes.fit(2 * PANE_WIDTH);
});

const ids = () => panes.list.map((pane) => pane.chat.id);
/** What the shell was told is on screen. */
function onScreen(): unknown[] {
  const open = new Set<unknown>();
  for (const { command, args } of shell.calls) {
    if (command === "open_conversation") open.add(args["id"]);
    if (command === "close_conversation") open.delete(args["id"]);
  }
  return [...open];
}

test("a conversation opens beside the active one, and is active then", async () => {
  showConversation("c1");
  showBeside("c2");
  expect([ids(), chat.id]).toEqual([["c1", "c2"], "c2"]);
  await eventually(() => expect(onScreen()).toEqual(["c1", "c2"]));
});

test("a conversation from the list opens in the active pane", async () => {
  showConversation("c1");
  showBeside("c2");
  showConversation("c3");
  expect([ids(), chat.id]).toEqual([["c1", "c3"], "c3"]);
  await eventually(() => expect(onScreen()).toEqual(["c1", "c3"]));
});

test("a conversation that a pane has is shown there, never twice", () => {
  showConversation("c1");
  showBeside("c2");
  showConversation("c1");
  expect([ids(), chat.id]).toEqual([["c1", "c2"], "c1"]);
  showBeside("c2");
  expect([ids(), chat.id]).toEqual([["c1", "c2"], "c2"]);
});

test("where all panes are taken, the one beside gives its place", () => {
  showConversation("c1");
  showBeside("c2");
  stepBetween(1);
  showBeside("c3");
  expect([ids(), chat.id]).toEqual([["c1", "c3"], "c3"]);
});

test("each chat keeps its own draft", async () => {
  showConversation("c1");
  composer.type("for the first");
  showBeside("c2");
  composer.type("for the second");
  stepBetween(1);
  expect([chat.id, composer.text]).toEqual(["c1", "for the first"]);
  stepBetween(1);
  expect([chat.id, composer.text]).toEqual(["c2", "for the second"]);
  closePane();
  expect([ids(), composer.text]).toEqual([["c1"], "for the first"]);
  await eventually(() => expect(shell.argsOf("save_draft")).toContainEqual({ conversation: "c2", text: "for the second" }));
});

test("a text is sent in the chat where it was written", async () => {
  showConversation("c5");
  await eventually(() => expect(chat.row).not.toBeNull());
  composer.type("to the first");
  showBeside("c2");
  await eventually(() => expect(chat.row).not.toBeNull());
  composer.type("to the second");
  stepBetween(1);
  await sendMessage();
  expect(shell.argsOf("send")).toEqual([{ conversation: "c5", text: "to the first" }]);
  stepBetween(1);
  expect(composer.text).toBe("to the second");
});

test("on a narrow window the active chat alone is on screen, and none is lost", async () => {
  showConversation("c1");
  showBeside("c2");
  panes.fit(PANE_WIDTH);
  expect([ids(), panes.shown.map((pane) => pane.chat.id)]).toEqual([["c1", "c2"], ["c2"]]);
  await eventually(() => expect(onScreen()).toEqual(["c2"]));
  stepBetween(1);
  expect(panes.shown.map((pane) => pane.chat.id)).toEqual(["c1"]);
  await eventually(() => expect(onScreen()).toEqual(["c1"]));
  panes.fit(2 * PANE_WIDTH);
  await eventually(() => expect(onScreen().toSorted()).toEqual(["c1", "c2"]));
});

test("where two have no room, a conversation opens in the place of the other", () => {
  panes.fit(PANE_WIDTH);
  showConversation("c1");
  showBeside("c2");
  expect(ids()).toEqual(["c2"]);
});

test("the details give way where they have no room beside the chats", () => {
  showConversation("c1");
  showBeside("c2");
  expect(layout.detailsCollapsed).toBe(true);
  panes.fit(2 * PANE_WIDTH + 400);
  expect(layout.detailsCollapsed).toBe(false);
});

test("a pane that was made for another chat takes the next one that is chosen", () => {
  showConversation("c1");
  expect(split()).toBe(true);
  expect(ids()).toEqual(["c1", null]);
  showConversation("c3");
  expect(ids()).toEqual(["c1", "c3"]);
});

test("the chats are side by side again after a restart and after the outbox", async () => {
  shell.openChats = { chats: ["c1", "c2"], active: "c1" };
  await loadContent();
  // The account is the same: what was open is shown when somebody signs in anew.
  panes.showAll(shell.openChats, () => null);
  expect([ids(), chat.id]).toEqual([["c1", "c2"], "c1"]);
  showOutbox();
  expect(ids()).toEqual([null]);
  showChats();
  expect([ids(), chat.id]).toEqual([["c1", "c2"], "c1"]);
});

test("a message for a chat without room on screen is not read", async () => {
  showConversation("c1");
  await eventually(() => expect(chat.row).not.toBeNull());
  const hidden = chat.id;
  showBeside("c2");
  panes.fit(PANE_WIDTH);
  shell.calls = [];
  await shell.arrives(hidden ?? "", shell.conversations[0]?.people[0] ?? null, "مرحبا");
  await eventually(() => expect(panes.paneOf("c1")?.chat.readState.unseen).toBe(1));
  expect(shell.argsOf("mark_seen")).toEqual([]);
});

test("a touched pane becomes the active one", async () => {
  showConversation("c1");
  showBeside("c2");
  const [one, two] = panes.list;
  render(ChatPane, { pane: one });
  render(ChatPane, { pane: two });
  expect(allByTestId("chat").map((pane) => pane.dataset["chatPane"])).toEqual(["beside", "active"]);
  allByTestId("chat")[0]?.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  flushSync();
  expect(chat.id).toBe("c1");
  await eventually(() => expect(allByTestId("chat").map((pane) => pane.dataset["chatPane"])).toEqual(["active", "beside"]));
});

test("Ctrl+Enter in the list opens a conversation beside", async () => {
  showConversation("c1");
  await inbox.load();
  render(InboxPane);
  const list = document.querySelector<HTMLElement>('[data-testid="inbox"] [role=listbox]');
  list?.focus();
  list?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
  list?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true, cancelable: true }));
  expect([ids().length, ids()[0], chat.id]).toEqual([2, "c1", ids()[1]]);
});
