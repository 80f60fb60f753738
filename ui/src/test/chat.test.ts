import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { beforeEach, expect, test } from "vitest";
import DetailsPane from "$screens/details/DetailsPane.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { conversation, message, PEOPLE } from "./fixtures";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
});

test("a chat opens at the first unread message", async () => {
  await chat.open("c2");
  expect(chat.readState.divider?.count).toBe(2);
  expect(chat.items.some((item) => item.kind === "unread")).toBe(true);
  expect(shell.argsOf("mark_seen"), "nothing was on screen yet").toEqual([]);
});

test("older messages are prepended once each", async () => {
  await chat.open("long");
  const met = new Set<string>();
  while (chat.messages.older !== "nothing") {
    await chat.messages.loadOlder();
    const keys = chat.messages.rows.map((row) => row.key);
    expect(new Set(keys).size).toBe(keys.length);
    keys.forEach((key) => met.add(key));
  }
  expect(met.size).toBe(500);
});

test("who goes far back keeps few of the newer messages, and meets them again on the way to the newest", async () => {
  await chat.open("long");
  const newest = chat.messages.rows.at(-1)?.key;
  while (chat.messages.older !== "nothing") {
    await chat.messages.loadOlder();
    expect(chat.messages.rows.length, "what is far below goes").toBeLessThanOrEqual(400);
  }
  expect(chat.messages.end).not.toBeNull();
  const met = new Set(chat.messages.rows.map((row) => row.key));
  while (chat.messages.end !== null) {
    await chat.messages.loadNewer();
    chat.messages.rows.forEach((row) => met.add(row.key));
  }
  expect([met.size, chat.messages.rows.at(-1)?.key]).toEqual([500, newest]);
});

test("what comes while the reader is far back is counted, and marked where it begins", async () => {
  await chat.open("long");
  while (chat.messages.older !== "nothing") await chat.messages.loadOlder();
  chat.readState.setAtBottom(false);
  const rows = chat.messages.rows.length;
  await shell.arrives("long", PEOPLE.omar, "hello");
  await eventually(() => expect(chat.readState.below).toBe(1));
  expect(chat.messages.rows.length, "what is on screen stays").toBe(rows);
  await eventually(() => expect(chat.readState.divider?.count).toBe(1));
  expect(chat.showUnseen()).toBe(true);
  await eventually(() => expect(chat.messages.rows.at(-1)?.content).toBe("hello"));
  expect(chat.items.some((item) => item.kind === "unread")).toBe(true);
});

test("older messages that raise the count while the reader is far back are no news", async () => {
  await chat.open("long");
  while (chat.messages.older !== "nothing") await chat.messages.loadOlder();
  chat.readState.setAtBottom(false);
  const listed = shell.conversations.find((one) => one.id === "long");
  if (listed) listed.unread += 50;
  await shell.changed({ conversations: ["long"], messages: ["long"] });
  await eventually(() => expect(chat.readState.below).toBe(50));
  expect([chat.readState.unseen, chat.readState.divider]).toEqual([0, null]);
});

test("new messages below are counted, not scrolled to", async () => {
  await chat.open("long");
  chat.readState.setAtBottom(false);
  const rows = chat.messages.rows.length;
  await shell.arrives("long", PEOPLE.omar, "hello");
  await eventually(() => expect(chat.messages.rows.length).toBe(rows + 1));
  expect(chat.readState.below).toBe(1);
  chat.readState.setAtBottom(true);
  expect(chat.readState.below).toBe(0);
});

test("an answer for the previous chat is not shown", async () => {
  const first = chat.open("c1");
  const second = chat.open("c2");
  await Promise.all([first, second]);
  expect(chat.messages.rows.every((row) => row.conversation === "c2")).toBe(true);
});

test("the details say until when a chat is complete", async () => {
  await chat.open("c1");
  const row = conversation("c1", [PEOPLE.sara], {});
  render(DetailsPane, { row });
  const says = (until: number | null, now: boolean) => {
    chat.messages.completeUntil = until;
    chat.messages.completeNow = now;
    flushSync();
    return byTestId("complete-until")?.textContent?.trim();
  };
  const noon = new Date().setHours(0, 1, 0, 0);
  expect(says(Date.now(), true)).toBe(i18n.t("details-complete-now"));
  expect(says(noon, false)).toBe(i18n.t("details-complete", { moment: i18n.time(noon) }));
  const old = Date.now() - 3 * 86_400_000;
  expect(says(old, false)).toContain(i18n.day(old, Date.now()));
  expect(says(null, false)).toBe(i18n.t("details-incomplete"));
});

test("a gap is filled; one that stays is not retried", async () => {
  const rows = shell.messages["c1"] ?? [];
  const head = message("c1", Date.now(), PEOPLE.sara, "بعد الفجوة", { gapBefore: true });
  rows.push(head);
  await chat.open("c1");
  const gap = chat.items.find((item) => item.kind === "gap");
  if (gap?.kind !== "gap") throw new Error("no gap is shown");
  await chat.gaps.fill(gap.key, gap.place);
  expect(chat.gaps.failed, "the server answered, and the gap is still there").toBe(gap.key);
  shell.gapFilled = () => (head.gapBefore = false);
  shell.revision += 1;
  await chat.gaps.fill(gap.key, gap.place);
  expect([chat.gaps.failed, chat.items.some((item) => item.kind === "gap")]).toEqual([null, false]);
});

test("a failed gap is retried after a reconnect", async () => {
  shell.messages["c1"]?.push(message("c1", Date.now(), PEOPLE.sara, "بعد الفجوة", { gapBefore: true }));
  shell.refuse["fill_gap"] = "unreachable";
  await chat.open("c1");
  const gap = chat.items.find((item) => item.kind === "gap");
  if (gap?.kind !== "gap") throw new Error("no gap is shown");
  await chat.gaps.fill(gap.key, gap.place);
  expect(chat.gaps.failed).toBe(gap.key);
  chat.onConnectionChange();
  expect(chat.gaps.failed).toBeNull();
});
