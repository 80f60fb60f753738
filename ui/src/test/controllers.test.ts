import { beforeEach, expect, test, vi } from "vitest";
import { chat } from "$lib/controllers/chat.svelte";
import { composer } from "$lib/controllers/composer.svelte";
import { inbox } from "$lib/controllers/inbox.svelte";
import { shortcutFor } from "$lib/controllers/shortcuts";
import { listen } from "$lib/ipc";
import { toasts } from "$lib/controllers/toasts.svelte";
import { preferences, zoomStep } from "$lib/controllers/preferences.svelte";
import { session } from "$lib/controllers/session.svelte";
import { FakeShell } from "./fakeShell";
import { PEOPLE } from "./fixtures";

let shell: FakeShell;
const called = (command: string) => shell.calls.filter((call) => call.command === command).map((call) => call.args);

beforeEach(async () => {
  shell = new FakeShell();
  const ignore = () => undefined;
  await listen({
    changed: (changes) => {
      inbox.onChanges(changes);
      chat.onChanges(changes);
    },
    connection: ignore,
    account: ignore,
    focus: ignore,
    linkClicked: ignore,
    preferences: ignore,
    notice: ignore,
    clockOffset: ignore,
    quitAsked: ignore,
    typedAsked: ignore,
  });
  chat.close();
  inbox.reset();
  toasts.list = [];
  // What the chat before left behind was asked of the shell before.
  shell.calls = [];
});

test("an older answer never overwrites a newer one", async () => {
  await inbox.load();
  const newest = { rows: inbox.rows.slice(0, 1), more: false, counts: inbox.counts, revision: 50 };
  inbox.applyAnswer(newest);
  inbox.applyAnswer({ ...newest, rows: [], revision: 49 });
  expect(inbox.rows.length).toBe(1);
});

test("a burst of changes costs one question", async () => {
  await inbox.load();
  const before = called("inbox").length;
  for (let at = 0; at < 40; at++) inbox.onChanges({ revision: at, conversations: ["c1"], messages: [], arrived: [], opened: [], resync: false });
  await vi.waitFor(() => expect(called("inbox").length).toBe(before + 1));
});

test("choosing a filter shows its rows and nothing of the one before", async () => {
  await inbox.load();
  await inbox.setFilter("closed");
  expect(inbox.rows.every((row) => row.status === "closed" || row.status === "resolved")).toBe(true);
});

test("a chat opens at the first unread message and marks itself read", async () => {
  await chat.open("c2");
  expect(chat.divider?.count).toBe(2);
  expect(chat.items.some((item) => item.kind === "unread")).toBe(true);
  await vi.waitFor(() => expect(called("mark_read").length).toBeGreaterThan(0));
});

test("older messages join in front without one being lost or doubled", async () => {
  await chat.open("long");
  while (chat.older !== "nothing") await chat.loadOlder();
  expect(chat.rows.length).toBe(500);
  expect(new Set(chat.rows.map((row) => row.key)).size).toBe(500);
});

test("messages that come while the newest is out of sight are counted, not jumped to", async () => {
  await chat.open("long");
  chat.setAtBottom(false);
  const rows = chat.rows.length;
  await shell.arrives("long", PEOPLE.omar, "hello");
  await vi.waitFor(() => expect(chat.rows.length).toBe(rows + 1));
  expect(chat.below).toBe(1);
  chat.setAtBottom(true);
  expect(chat.below).toBe(0);
});

test("an answer for the chat before is not shown in this one", async () => {
  const first = chat.open("c1");
  const second = chat.open("c2");
  await Promise.all([first, second]);
  expect(chat.rows.every((row) => row.conversation === "c2")).toBe(true);
});

test("a draft is saved while typing and comes back with its chat", async () => {
  await chat.open("c6");
  expect(composer.text).toBe("سيتم تحويل المبلغ خلال");
  composer.type("جديد");
  await vi.waitFor(() => expect(called("save_draft")).toEqual([{ conversation: "c6", text: "جديد" }]));
});

test("leaving a chat saves its draft at once", async () => {
  await chat.open("c1");
  composer.type("unfinished");
  await chat.open("c3");
  expect(called("save_draft")).toEqual([{ conversation: "c1", text: "unfinished" }]);
  expect(composer.text).toBe("");
});

test("a draft that the disk did not take is still there when its chat is opened again", async () => {
  shell.refuse["save_draft"] = "disk-full";
  await chat.open("c1");
  composer.type("important");
  await chat.open("c3");
  await vi.waitFor(() => expect(toasts.list.map((toast) => toast.code)).toEqual(["disk-full"]));
  delete shell.refuse["save_draft"];
  await chat.open("c1");
  expect(composer.text).toBe("important");
  await composer.save();
  expect(called("save_draft").at(-1)).toEqual({ conversation: "c1", text: "important" });
});

test("text comes back when it could not be queued", async () => {
  shell.refuse["send"] = "disk-full";
  await chat.open("c1");
  composer.type("important");
  await chat.send();
  expect(composer.text).toBe("important");
  expect(toasts.list.map((toast) => toast.code)).toEqual(["disk-full"]);
});

test("a queued text leaves the field, and no late draft brings it back", async () => {
  await chat.open("c1");
  composer.type("hello");
  await chat.send();
  expect(composer.text).toBe("");
  await vi.waitFor(() => expect(chat.rows.at(-1)?.delivery.state).toBe("sent"));
  expect(called("save_draft")).toEqual([]);
});

test("nothing is sent that says nothing", async () => {
  await chat.open("c1");
  composer.type("  \n ");
  await chat.send();
  expect(called("send")).toEqual([]);
});

test("a refused sign-in says why and keeps nobody signed in", async () => {
  shell.refuse["sign_in"] = "wrong-password";
  session.setAccount(null);
  await session.signIn("https://a.example", { with: "password", username: "u", password: "p" });
  expect(session.signInFailure).toBe("wrong-password");
  expect(session.account).toBeNull();
  expect(session.signingIn).toBe("no");
});

test("the language turns the page around at once, and is kept", async () => {
  preferences.apply({ ...preferences.value, language: "en" });
  expect([document.documentElement.dir, document.documentElement.lang]).toEqual(["ltr", "en"]);
  await preferences.change({ language: "ar", theme: "dark" });
  expect(document.documentElement.dir).toBe("rtl");
  expect(document.documentElement.dataset["theme"]).toBe("dark");
  expect(called("save_preferences").length).toBe(1);
});

test("zoom goes in steps and stays in its range", () => {
  expect(zoomStep(1, "in")).toBe(1.1);
  expect(zoomStep(1, "out")).toBe(0.9);
  expect(zoomStep(3, "in")).toBe(3);
  expect(zoomStep(0.5, "out")).toBe(0.5);
});

test("keys of the whole window are told apart", () => {
  const press = (init: KeyboardEventInit) => shortcutFor(new KeyboardEvent("keydown", init));
  expect(press({ key: "+", ctrlKey: true })).toBe("in");
  expect(press({ key: "-", ctrlKey: true })).toBe("out");
  expect(press({ key: "0", ctrlKey: true })).toBe("reset");
  expect(press({ key: "F5" })).toBe("reload");
  expect(press({ key: "ق", code: "KeyR", ctrlKey: true })).toBe("reload");
  expect(press({ key: "F6", shiftKey: true })).toBe("last-pane");
  expect(press({ key: "a" })).toBeNull();
});
