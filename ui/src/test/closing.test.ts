import { render } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import Dialogs from "$screens/dialogs/Dialogs.svelte";
import { CHAT_ACTIONS } from "$lib/actions/chatActions";
import { ROW_ACTIONS, runRowAction } from "$lib/actions/rowActions";
import { chat } from "$lib/controllers/chat.svelte";
import { composer } from "$lib/controllers/composer.svelte";
import { deferred } from "$lib/controllers/deferred.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { outbox } from "$lib/controllers/outbox.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import type { ConversationRow } from "$lib/ipc";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
  shell.outbox = [];
  await outbox.load();
  for (const row of shell.conversations) row.draft = null;
});

afterEach(() => deferred.flush());

const row = (id: string): ConversationRow => shell.conversations.find((one) => one.id === id)!;
const statuses = () => shell.argsOf("set_status").map(({ conversation, status }) => [conversation, status]);
const act = (id: string) => CHAT_ACTIONS.find((action) => action.id === id)!.run(chat.row!);

async function open(id: string): Promise<void> {
  await chat.open(id);
  await eventually(() => expect(chat.row?.id).toBe(id));
}

test.each(["close-conversation", "resolve-conversation", "resolve-and-next"])("%s asks first where a text was begun", async (action) => {
  render(Dialogs);
  await open("c1");
  composer.type("لحظة من فضلك");
  void act(action);
  await eventually(() => expect(byTestId("closing-dialog")?.textContent).toContain("began to send"));
  expect(deferred.waits, "nothing is under way").toBe(false);
  expect(statuses()).toEqual([]);
  byTestId("closing-back")?.click();
  await eventually(() => expect(layout.dialog).toBeNull());
  expect(composer.text, "the text is still there").toBe("لحظة من فضلك");
  void act(action);
  await eventually(() => expect(byTestId("closing-go")).not.toBeNull());
  byTestId("closing-go")?.click();
  await deferred.flush();
  await eventually(() => expect(statuses()).toEqual([["c1", action === "close-conversation" ? "closed" : "resolved"]]));
});

test("a chat in which everything was sent is closed unasked", async () => {
  await open("c1");
  void act("close-conversation");
  await eventually(() => expect(statuses()).toEqual([["c1", "closed"]]));
  expect(layout.dialog).toBeNull();
});

test("several chats are asked about by what was not sent in them", async () => {
  shell = await setUpWindow();
  render(Dialogs);
  row("c2").draft = "نص";
  row("c3").draft = null;
  runRowAction(ROW_ACTIONS.find(({ key }) => key === "row-close")!, [row("c2"), row("c3")]);
  await eventually(() => expect(byTestId("closing-dialog")).not.toBeNull());
  const said = byTestId("unsent")?.textContent ?? "";
  expect(said, "the failed message of c2").toContain("A message that could not be sent");
  expect(said, "the draft of c2").toContain("began to send");
  expect(deferred.waits).toBe(false);
});

test("what came and was not seen is shown before a chat is closed", async () => {
  await open("c1");
  chat.readState.unseen = 1;
  void act("close-conversation");
  expect(statuses()).toEqual([]);
  expect(toasts.list.map(({ code }) => code)).toContain("closing-unseen");
  void act("close-conversation");
  await eventually(() => expect(statuses()).toEqual([["c1", "closed"]]));
});
