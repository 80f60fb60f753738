// A chat of whose messages nothing was ever fetched is no blank pane.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { beforeEach, expect, test, vi } from "vitest";
import ChatPane from "$screens/chat/ChatPane.svelte";
import { chat } from "$lib/state/chat.svelte";
import { session } from "$lib/state/session.svelte";
import { texts } from "$lib/state/i18n.svelte";
import type { FakeShell } from "./fake";
import { argsOf, one, stage } from "./stage";
import { ME, message } from "./world";

let shell: FakeShell;

beforeEach(async () => {
  shell = await stage();
  shell.unfetched.add("c1");
});

async function opened(id = "c1"): Promise<void> {
  render(ChatPane);
  await chat.open(id);
  flushSync();
}

test("offline, a chat that was never fetched says so and when its messages come", async () => {
  session.connection = { state: "offline", since: 0, nextTry: 0, code: "unreachable" };
  await opened();
  expect(one("chat-unfetched")?.dataset["state"]).toBe("offline");
  for (const key of ["chat-not-fetched", "chat-not-fetched-note"]) expect(one("chat-unfetched")?.textContent).toContain(texts.t(key));
});

test("online, it says that the messages are on their way, asks for them, and shows them", async () => {
  await opened();
  expect(one("chat-unfetched")?.textContent).toContain(texts.t("chat-fetching"));
  await vi.waitFor(() => expect(chat.rows.length).toBe(1), { timeout: 4000 });
  flushSync();
  expect(argsOf(shell, "fetch_older")).toEqual([{ conversation: "c1" }]);
  expect(one("chat-unfetched")).toBeNull();
});

test("what is not here is not marked as read until it came", async () => {
  await opened();
  expect(chat.row?.unread).toBe(3);
  expect(argsOf(shell, "mark_read")).toEqual([]);
  await chat.fetch();
  await vi.waitFor(() => expect(argsOf(shell, "mark_read")).toEqual([{ id: "c1" }]));
});

test("a refusal says why, and the chat can be asked for again", async () => {
  shell.refuse["fetch_older"] = "forbidden";
  await opened();
  await chat.fetch();
  flushSync();
  expect(one("chat-unfetched")?.textContent).toContain(texts.failure("forbidden"));
  delete shell.refuse["fetch_older"];
  one("chat-fetch")?.click();
  await vi.waitFor(() => expect(chat.rows.length).toBe(1));
});

test("an answer that brings nothing is not asked for on and on, and the line's return asks anew", async () => {
  await opened();
  shell.unfetched.delete = () => false;
  await chat.fetch();
  expect(chat.fetchFailure).not.toBeNull();
  chat.lineChanged();
  expect(chat.fetchFailure).toBeNull();
});

test("a chat that is cached never says that it is fetched", async () => {
  render(ChatPane);
  const opening = chat.open("c2");
  flushSync();
  expect(one("chat-unfetched")).toBeNull();
  await opening;
  flushSync();
  expect(one("chat-unfetched")).toBeNull();
});

test("where only my own words are here, they are shown and the rest is said to be missing", async () => {
  shell.messages["c1"]?.push(message("c1", Date.now(), ME, "انتظر", { id: null, localId: "w1", delivery: { state: "pending" } }));
  session.connection = { state: "offline", since: 0, nextTry: 0, code: "unreachable" };
  await opened();
  expect(chat.items.length).toBeGreaterThan(0);
  expect(one("chat")?.textContent).toContain(texts.t("chat-not-fetched"));
});
