// What a chat shows first is asked for while somebody points at it: the key that opens it shows it at once.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { beforeEach, expect, test } from "vitest";
import { chat } from "$lib/controllers/chat.svelte";
import { ahead, LONGEST_AHEAD_MS } from "$lib/controllers/chat/ahead";
import { customer } from "$lib/controllers/customer.svelte";
import { inbox } from "$lib/controllers/inbox.svelte";
import { showConversation, switchAccount } from "$lib/controllers/navigation";
import type { MessageWindow } from "$lib/ipc";
import InboxPane from "$screens/inbox/InboxPane.svelte";
import ChatPane from "$screens/chat/ChatPane.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { PEOPLE } from "./fixtures";
import { allByTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
});

/** Asks ahead, and waits until the answers are there. */
async function prepared(id: string): Promise<void> {
  ahead.prepare(id);
  await eventually(() => expect(shell.argsOf("customer")).toHaveLength(1));
  await new Promise((done) => setTimeout(done));
}

const asked = (command: string) => shell.argsOf(command).length;

test("a chat that was asked ahead is there with the key, divider and all", async () => {
  await prepared("c2");
  showConversation("c2");
  expect(chat.messages.rows.length, "no answer is waited for").toBeGreaterThan(0);
  expect(chat.readState.divider?.count).toBe(2);
  expect(chat.row?.id).toBe("c2");
  expect(asked("messages")).toBe(1);
  await eventually(() => expect(asked("messages"), "whether it is still complete is asked once it is painted").toBeGreaterThan(1));
});

test("a chat whose answer is on its way opens with it, and asks nothing twice", async () => {
  ahead.prepare("c2");
  showConversation("c2");
  expect(chat.id, "an empty chat is not drawn").toBeNull();
  await eventually(() => expect(chat.messages.rows.length).toBeGreaterThan(0));
  const opening = shell.argsOf("messages").filter(({ window }) => (window as MessageWindow).window === "firstUnread");
  expect(opening).toHaveLength(1);
});

test("an answer that does not come keeps no chat from opening", async () => {
  let release = () => undefined as void;
  shell.holds["messages"] = new Promise((done) => (release = done));
  ahead.prepare("c2");
  showConversation("c2");
  await eventually(() => expect(chat.id).toBe("c2"));
  expect(chat.messages.rows).toEqual([]);
  release();
  await eventually(() => expect(chat.messages.rows.length).toBeGreaterThan(0));
});

test("of two chats that are opened within a moment the later one is shown", async () => {
  ahead.prepare("c2");
  showConversation("c2");
  ahead.prepare("c6");
  showConversation("c6");
  await eventually(() => expect(chat.id).toBe("c6"));
  await new Promise((done) => setTimeout(done, 2 * LONGEST_AHEAD_MS));
  expect(chat.id).toBe("c6");
});

test("its customer's other chats come with it", async () => {
  shell.customer = { ...shell.customer, person: PEOPLE.omar };
  await prepared("c2");
  const { unmount } = render(ChatPane);
  showConversation("c2");
  flushSync();
  expect(customer.customer?.person?.id).toBe(PEOPLE.omar.id);
  unmount();
});

test("what changed since it was asked is asked anew", async () => {
  await prepared("c2");
  await shell.arrives("c2", PEOPLE.omar, "جديد");
  showConversation("c2");
  expect(chat.messages.rows, "the answer from before is not shown").toEqual([]);
  await eventually(() => expect(chat.messages.rows.at(-1)?.content).toBe("جديد"));
});

test("nothing that was asked under one account is shown under another", async () => {
  switchAccount(shell.account);
  await prepared("c2");
  switchAccount(null);
  expect(ahead.take("c2")).toBeNull();
});

test("an answer is handed out once", async () => {
  await prepared("c2");
  expect(ahead.take("c6")).toBeNull();
  expect(ahead.take("c2")?.row.id).toBe("c2");
  expect(ahead.take("c2")).toBeNull();
});

test("moving through the inbox and pressing on a row ask ahead", async () => {
  await inbox.load();
  const { unmount } = render(InboxPane);
  const list = document.querySelector<HTMLElement>('[role="listbox"]');
  list?.dispatchEvent(new KeyboardEvent("keydown", { key: "Home", bubbles: true }));
  await eventually(() => expect(shell.argsOf("messages").at(-1)?.["conversation"] ?? shell.argsOf("messages").at(-1)?.["id"]).toBe(inbox.rows[0]?.id));
  await eventually(() => expect(allByTestId("inbox-row").length).toBeGreaterThan(0));
  const row = allByTestId("inbox-row").at(-1);
  row?.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  await eventually(() => expect(shell.argsOf("customer").at(-1)?.["id"]).toBe(row?.dataset["conversation"]));
  unmount();
});
