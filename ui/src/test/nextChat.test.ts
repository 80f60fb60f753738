import { render } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import Composer from "$screens/chat/Composer.svelte";
import InboxList from "$screens/inbox/InboxList.svelte";
import SelectionBar from "$screens/inbox/SelectionBar.svelte";
import Toasts from "$lib/components/Toasts.svelte";
import { handleKeydown } from "$lib/actions/shortcuts";
import { rowActionsFor, runRowAction } from "$lib/actions/rowActions";
import { chat } from "$lib/controllers/chat.svelte";
import { clock } from "$lib/controllers/clock.svelte";
import { composer } from "$lib/controllers/composer.svelte";
import { deferred } from "$lib/controllers/deferred.svelte";
import { confirmDraftsFlushed } from "$lib/controllers/flushDrafts";
import { layout } from "$lib/controllers/layout.svelte";
import { outbox } from "$lib/controllers/outbox.svelte";
import { inbox } from "$lib/controllers/inbox.svelte";
import { selection } from "$lib/controllers/selection.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { UNDO_MS } from "$lib/limits";
import { eventually } from "./eventually";
import type { ConversationRow } from "$lib/ipc";
import type { FakeShell } from "./fakeShell";
import { NOW } from "./fixtures";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
  // Nothing waits in them that would be asked about.
  shell.outbox = [];
  await outbox.load();
  for (const [at, id] of ["c1", "c2", "c3"].entries()) Object.assign(row(id), { unansweredSince: NOW - at, draft: null });
  await inbox.setFilter("unanswered");
  shell.calls = [];
});

afterEach(async () => {
  vi.useRealTimers();
  await deferred.flush();
});

const row = (id: string) => shell.conversations.find((one) => one.id === id)!;
const press = (key: string, code: string, more: object = {}) => {
  const event = new KeyboardEvent("keydown", { key, code, cancelable: true, ctrlKey: true, ...more });
  handleKeydown(event);
  return event;
};
const statuses = () => shell.argsOf("set_status").map(({ conversation, status }) => [conversation, status]);

test("resolve and next opens the next that waits; the call waits", async () => {
  await chat.open("c1");
  await eventually(() => expect(chat.row?.id).toBe("c1"));
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  press("ي", "KeyD", { shiftKey: true });
  await vi.waitFor(() => expect(chat.id).toBe("c2"));
  expect(inbox.rows.map((one) => one.id), "it is done to the eye").toEqual(["c2", "c3"]);
  expect(statuses()).toEqual([]);
  await vi.advanceTimersByTimeAsync(UNDO_MS);
  expect(statuses()).toEqual([["c1", "resolved"]]);
});

test("what is pressed while the next chat is on its way waits for it, and reaches no other", async () => {
  await chat.open("c1");
  render(Composer);
  const field = byTestId("composer")!;
  field.focus();
  window.addEventListener("keydown", handleKeydown);
  const key = (name: string, more: object = {}) => {
    const event = new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...more });
    field.dispatchEvent(event);
    return event;
  };
  let answer: () => void = () => undefined;
  shell.holds["inbox"] = new Promise((done) => (answer = done));
  key("ت", { code: "KeyJ", ctrlKey: true });
  for (const letter of "حاضر") expect(key(letter).defaultPrevented, "the letter is not written in the chat before").toBe(true);
  key("Enter");
  key("ت", { code: "KeyJ", ctrlKey: true });
  key("ن");
  await new Promise((done) => setTimeout(done));
  expect([chat.id, composer.text, shell.argsOf("send")]).toEqual(["c1", "", []]);
  answer();
  delete shell.holds["inbox"];
  await eventually(() => expect(shell.argsOf("send")).toEqual([{ conversation: "c2", text: "حاضر" }]));
  await eventually(() => expect(composer.text).toBe("ن"));
  expect(chat.id, "the key after it leads on").not.toBe("c2");
  expect(key("م").defaultPrevented, "then keys are held no more").toBe(false);
  window.removeEventListener("keydown", handleKeydown);
});

test("taken back in time nothing leaves, and the chat is back", async () => {
  await chat.open("c1");
  await eventually(() => expect(chat.row?.id).toBe("c1"));
  render(Toasts);
  press("D", "KeyD", { shiftKey: true });
  await eventually(() => expect(chat.id).toBe("c2"));
  byTestId("toast-undo")?.click();
  await eventually(() => expect(chat.id).toBe("c1"));
  expect(deferred.waits).toBe(false);
  await deferred.flush();
  expect(statuses()).toEqual([]);
  expect(inbox.rows.map((one) => one.id)).toEqual(["c1", "c2", "c3"]);
});

test("the key of undo takes a step back where the field has none", async () => {
  await chat.open("c1");
  await eventually(() => expect(chat.row?.id).toBe("c1"));
  press("D", "KeyD", { shiftKey: true });
  await eventually(() => expect(deferred.waits).toBe(true));
  press("z", "KeyZ");
  expect(deferred.waits).toBe(false);
});

test("a second step sends the first", async () => {
  await chat.open("c1");
  await eventually(() => expect(chat.row?.id).toBe("c1"));
  press("D", "KeyD", { shiftKey: true });
  await eventually(() => expect(chat.row?.id).toBe("c2"));
  press("D", "KeyD", { shiftKey: true });
  await eventually(() => expect(statuses()).toEqual([["c1", "resolved"]]));
  await eventually(() => expect(chat.id).toBe("c3"));
});

/** A customer writes in a chat. */
function writes(id: string): void {
  const arrived = (one: ConversationRow) => ({ ...one, unread: one.unread + 1, lastMessage: { ...one.lastMessage!, mine: false, kind: "text", createdAt: (one.lastMessage?.createdAt ?? NOW) + 1 } });
  shell.conversations = shell.conversations.map((one) => (one.id === id ? arrived(one) : one));
}

test("a chat in which somebody writes before it is settled stays open, and it is said", async () => {
  await chat.open("c1");
  await eventually(() => expect(chat.row?.id).toBe("c1"));
  press("D", "KeyD", { shiftKey: true });
  await eventually(() => expect(deferred.waits).toBe(true));
  writes("c1");
  await deferred.flush();
  expect(statuses()).toEqual([]);
  expect(toasts.list.map((toast) => toast.code)).toContain("deferred-kept-open");
});

test("what came after «mark as read» was not on screen: its chat stays unread", async () => {
  const rows = shell.conversations.filter((one) => one.unread > 0);
  const read = rowActionsFor(rows).find((action) => action.key === "row-mark-read")!;
  runRowAction(read, rows);
  writes(rows[0]!.id);
  await deferred.flush();
  expect(shell.argsOf("mark_read").map(({ id }) => id)).toEqual(rows.slice(1).map((one) => one.id));
});

test("the end of the program sends what waits to be taken back", async () => {
  await chat.open("c1");
  await eventually(() => expect(chat.row?.id).toBe("c1"));
  press("D", "KeyD", { shiftKey: true });
  await eventually(() => expect(deferred.waits).toBe(true));
  await confirmDraftsFlushed();
  expect(statuses()).toEqual([["c1", "resolved"]]);
  expect(shell.calls.at(-1)?.command).toBe("drafts_flushed");
});

test("next waiting and next unread have keys in each layout", async () => {
  press("ت", "KeyJ");
  await eventually(() => expect(chat.id).toBe("c1"));
  press("j", "KeyJ");
  await eventually(() => expect(chat.id).toBe("c2"));
  const unread = shell.conversations.filter((one) => one.unread > 0 && one.id !== "c2");
  press("J", "KeyJ", { shiftKey: true });
  await eventually(() => expect(chat.id).toBe(unread[0]?.id));
});

test("a new conversation and closing have keys in each layout", async () => {
  await chat.open("c1");
  await eventually(() => expect(chat.row?.id).toBe("c1"));
  press("ى", "KeyN");
  expect(layout.dialog).toBe("new");
  press("X", "KeyX", { shiftKey: true });
  expect(statuses(), "not under a dialog").toEqual([]);
  layout.dialog = null;
  press("ء", "KeyX", { shiftKey: true });
  await eventually(() => expect(statuses()).toEqual([["c1", "closed"]]));
});

test("nobody else waits: the chat stays and it is said", async () => {
  for (const one of shell.conversations) if (one.id !== "c1") Object.assign(one, { unansweredSince: null, unread: 0 });
  await chat.open("c1");
  press("j", "KeyJ");
  await eventually(() => expect(toasts.list.map((toast) => toast.code)).toContain("next-none-waits"));
  expect(chat.id).toBe("c1");
});

test("nobody waits: who has just written in a resolved chat comes next, not what was put off or is old", async () => {
  const said = { ...row("c1").lastMessage!, mine: false };
  const unread = { status: "resolved" as const, unansweredSince: null, unread: 1 };
  for (const one of shell.conversations) Object.assign(one, { unansweredSince: null, unread: 0 });
  Object.assign(row("c1"), unread, { snoozedUntil: NOW + 60_000, lastMessage: { ...said, createdAt: clock.now } });
  Object.assign(row("c2"), unread, { lastMessage: { ...said, createdAt: clock.now - 25 * 60 * 60_000 } });
  press("j", "KeyJ");
  await eventually(() => expect(toasts.list.map((toast) => toast.code)).toContain("next-none-waits"));
  expect(chat.id).toBeNull();
  Object.assign(row("c3"), unread, { lastMessage: { ...said, createdAt: clock.now } });
  press("j", "KeyJ");
  await eventually(() => expect(chat.id).toBe("c3"));
});

test("rows are selected by keyboard, and one step does it with all", async () => {
  render(InboxList);
  render(SelectionBar);
  const list = document.querySelector<HTMLElement>("[role=listbox]")!;
  const key = (name: string, more: object = {}) => list.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...more }));
  key("Home");
  key("ArrowDown", { shiftKey: true });
  await eventually(() => expect(selection.ids).toEqual(["c1", "c2"]));
  key("End");
  key(" ");
  await eventually(() => expect(selection.ids).toEqual(["c1", "c2", "c3"]));
  byTestId("bulk-row-close")?.click();
  await eventually(() => expect(selection.ids).toEqual([]));
  await deferred.flush();
  expect(statuses()).toEqual(["c1", "c2", "c3"].map((id) => [id, "closed"]));
});

test("stars of several are set at once and can be taken back", async () => {
  const rows = inbox.rows;
  const star = rowActionsFor(rows).find((action) => action.key === "row-star")!;
  runRowAction(star, rows);
  await eventually(() => expect(shell.argsOf("star_conversation").length).toBe(3));
  await eventually(() => expect(toasts.list.at(-1)?.undo).toBeDefined());
  toasts.list.at(-1)?.undo?.();
  await eventually(() => expect(shell.argsOf("unstar_conversation").length).toBe(3));
});

test("marking read waits for its time too", async () => {
  const rows = shell.conversations.filter((one) => one.unread > 0);
  const read = rowActionsFor(rows).find((action) => action.key === "row-mark-read")!;
  runRowAction(read, rows);
  expect(shell.argsOf("mark_read")).toEqual([]);
  await deferred.flush();
  expect(shell.argsOf("mark_read").map(({ id }) => id)).toEqual(rows.map((one) => one.id));
});
