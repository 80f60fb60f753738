// A chat of which nothing was ever fetched.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { beforeEach, expect, test } from "vitest";
import ChatPane from "$screens/chat/ChatPane.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { session } from "$lib/controllers/session.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { byTestId, setUpWindow } from "./setUpWindow";
import { ME, message } from "./fixtures";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
  shell.unfetched.add("c1");
});

async function opened(id = "c1"): Promise<void> {
  render(ChatPane);
  await chat.open(id);
  flushSync();
}

test("offline, a chat that was never fetched says so", async () => {
  session.connection = { state: "offline", since: 0, nextTry: 0, code: "unreachable" };
  await opened();
  expect(byTestId("chat-unfetched")?.dataset["state"]).toBe("offline");
  for (const key of ["chat-not-fetched", "chat-not-fetched-note"]) expect(byTestId("chat-unfetched")?.textContent).toContain(i18n.t(key));
});

test("online, the first page is fetched and shown", async () => {
  await opened();
  expect(byTestId("chat-unfetched")?.textContent).toContain(i18n.t("chat-fetching"));
  await eventually(() => expect(chat.messages.rows.length).toBe(1));
  flushSync();
  expect(shell.argsOf("fetch_older")).toEqual([{ conversation: "c1" }]);
  expect(byTestId("chat-unfetched")).toBeNull();
});

test("an unfetched chat is not marked as read", async () => {
  await opened();
  expect(chat.row?.unread).toBe(3);
  expect(shell.argsOf("mark_seen")).toEqual([]);
  await chat.firstPage.fetch();
  chat.readState.onScreen(chat.messages.rows.at(-1)?.key ?? "");
  await eventually(() => expect(shell.argsOf("mark_seen").length).toBe(1));
});

test("a failed fetch says why and can be retried", async () => {
  shell.refuse["fetch_older"] = "forbidden";
  await opened();
  await chat.firstPage.fetch();
  flushSync();
  expect(byTestId("chat-unfetched")?.textContent).toContain(i18n.errorText("forbidden"));
  delete shell.refuse["fetch_older"];
  byTestId("chat-fetch")?.click();
  await eventually(() => expect(chat.messages.rows.length).toBe(1));
});

test("an empty answer is retried only after a reconnect", async () => {
  await opened();
  shell.unfetched.delete = () => false;
  await chat.firstPage.fetch();
  expect(chat.firstPage.failure).not.toBeNull();
  chat.onConnectionChange();
  expect(chat.firstPage.failure).toBeNull();
});

test("a cached chat never shows that it is being fetched", async () => {
  render(ChatPane);
  const opening = chat.open("c2");
  flushSync();
  expect(byTestId("chat-unfetched")).toBeNull();
  await opening;
  flushSync();
  expect(byTestId("chat-unfetched")).toBeNull();
});

test("unsent messages of an unfetched chat are shown", async () => {
  shell.messages["c1"]?.push(message("c1", Date.now(), ME, "انتظر", { id: null, localId: "w1", delivery: { state: "pending" } }));
  session.connection = { state: "offline", since: 0, nextTry: 0, code: "unreachable" };
  await opened();
  expect(chat.items.length).toBeGreaterThan(0);
  expect(byTestId("chat")?.textContent).toContain(i18n.t("chat-not-fetched"));
});
