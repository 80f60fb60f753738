// A chat with thousands of unread messages: where it opens, how its window moves, and what of it counts as seen.
import { beforeEach, expect, test } from "vitest";
import { chat } from "$lib/controllers/chat.svelte";
import { composer } from "$lib/controllers/composer.svelte";
import type { MessageRow } from "$lib/ipc";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { message, NOW, PEOPLE } from "./fixtures";
import { setUpWindow } from "./setUpWindow";

const UNREAD = 3_000;
let shell: FakeShell;
let rows: MessageRow[];

beforeEach(async () => {
  shell = await setUpWindow();
  rows = Array.from({ length: UNREAD + 40 }, (_, at) => {
    const row = message("c2", NOW - (UNREAD + 40 - at) * 1000, PEOPLE.omar, `${at}`);
    row.key = row.id = `r${String(at).padStart(4, "0")}`;
    return row;
  });
  shell.messages["c2"] = rows;
  const row = shell.conversations.find((one) => one.id === "c2");
  if (row) row.unread = UNREAD;
});

const contents = () => chat.messages.rows.map((row) => row.content);
const seen = () => shell.argsOf("mark_seen").map(({ until }) => (until as { id: string }).id);

test("thousands unread open at the first, with their count", async () => {
  await chat.open("c2");
  expect(chat.readState.divider).toMatchObject({ at: "r0040", count: UNREAD });
  expect(contents()[0]).toBe("30");
  expect(contents().length, "no more than is drawn soon").toBeLessThan(300);
  expect(chat.messages.end).not.toBeNull();
});

test("the window grows to the newest and drops what is far above", async () => {
  await chat.open("c2");
  for (let step = 0; step < 100 && chat.messages.end !== null; step += 1) {
    await chat.messages.loadNewer();
    expect(contents().length).toBeLessThan(600);
  }
  expect(chat.messages.end).toBeNull();
  expect(contents()).toEqual(rows.slice(-contents().length).map((row) => row.content));
});

test("what was on screen is seen, once each, and never moves back", async () => {
  await chat.open("c2");
  chat.readState.onScreen("r0052");
  await eventually(() => expect(seen()).toEqual(["r0052"]));
  await eventually(() => expect(chat.unreadCount).toBe(UNREAD - 13));
  chat.readState.onScreen("r0045");
  chat.readState.onScreen("r0060");
  await eventually(() => expect(seen()).toEqual(["r0052", "r0060"]));
});

test("what was seen last is told when another chat is opened", async () => {
  await chat.open("c2");
  chat.readState.onScreen("r0050");
  chat.readState.onScreen("r0051");
  const opening = chat.open("c1");
  await eventually(() => expect(seen()).toEqual(["r0050", "r0051"]));
  await opening;
});

test("the newest and the first unread are one step away", async () => {
  await chat.open("c2");
  chat.readState.setAtBottom(false);
  expect(chat.readState.below).toBe(UNREAD);
  chat.toNewest();
  await eventually(() => expect(contents().at(-1)).toBe(`${UNREAD + 39}`));
  expect([chat.messages.end, chat.messages.opensAt]).toEqual([null, "newest"]);
  expect(chat.readState.divider?.count, "the divider stays where it was").toBe(UNREAD);
  chat.toFirstUnread();
  await eventually(() => expect(contents()[0]).toBe("30"));
  expect(chat.messages.opensAt).toBe("unread");
});

test("an answer is written below the newest, wherever the reader was", async () => {
  await chat.open("c2");
  chat.readState.onScreen("r0050");
  composer.type("حاضر");
  await chat.send();
  await eventually(() => expect(contents().at(-1)).toBe("حاضر"));
  expect(chat.messages.end).toBeNull();
});

test("until the first unread is fetched, nothing is seen", async () => {
  const whole = rows.splice(0, UNREAD);
  let fetched: () => void = () => undefined;
  shell.holds["fetch_first_unread"] = new Promise((done) => (fetched = done));
  shell.firstUnreadFetched = () => {
    rows.unshift(...whole);
    shell.missingUnread.delete("c2");
    shell.revision += 1;
  };
  shell.missingUnread.add("c2");
  await chat.open("c2");
  expect(chat.readState.divider?.count, "the true count is said meanwhile").toBe(UNREAD);
  expect([chat.firstUnread.missing, chat.firstUnread.fetching]).toEqual([true, true]);
  chat.readState.onScreen(rows.at(-1)?.key ?? "");
  expect(seen()).toEqual([]);
  fetched();
  await eventually(() => expect(contents()[0]).toBe("30"));
  expect([chat.firstUnread.missing, chat.readState.divider?.at]).toEqual([false, "r0040"]);
  expect(seen(), "what was on screen lies behind thousands that were not").toEqual([]);
});

test("a message that was on screen before the first unread was fetched is not seen, though it is loaded again", async () => {
  const few = rows.splice(0, rows.length - 120).length;
  const row = shell.conversations.find((one) => one.id === "c2");
  if (row) row.unread = 120;
  const older = rows.splice(0, 70);
  shell.missingUnread.add("c2");
  shell.firstUnreadFetched = () => {
    rows.unshift(...older);
    shell.missingUnread.delete("c2");
    shell.revision += 1;
  };
  let fetched: () => void = () => undefined;
  shell.holds["fetch_first_unread"] = new Promise((done) => (fetched = done));
  await chat.open("c2");
  chat.readState.onScreen(rows.at(-20)?.key ?? "");
  fetched();
  await eventually(() => expect(contents()[0]).toBe(`${few}`));
  expect(contents()).toContain(rows.at(-20)?.content);
  chat.readState.onSeen();
  expect(seen(), "the list is not drawn there yet").toEqual([]);
  chat.readState.onScreen(rows[8]?.key ?? "");
  await eventually(() => expect(seen()).toEqual([rows[8]?.id]));
});

test("who moves by hand while the first unread is fetched has not seen what comes before", async () => {
  const older = rows.splice(0, UNREAD);
  shell.missingUnread.add("c2");
  await chat.open("c2");
  await eventually(() => expect(chat.firstUnread.failed, "it is still missing").toBe(true));
  chat.readState.setAtBottom(false);
  chat.readState.movedByHand();
  chat.readState.onScreen(rows.at(-20)?.key ?? "");
  rows.unshift(...older);
  shell.missingUnread.delete("c2");
  shell.revision += 1;
  chat.onConnectionChange();
  await eventually(() => expect(chat.readState.divider?.at).toBe("r0040"));
  chat.readState.onScreen(rows.at(-19)?.key ?? "");
  expect(seen()).toEqual([]);
  chat.readState.setAtBottom(true);
  chat.readState.onScreen(rows.at(-1)?.key ?? "");
  await eventually(() => expect(seen(), "the end was gone to by hand").toEqual([rows.at(-1)?.id]));
});

test("who goes from a message far below back to the first unread has not seen what lies between", async () => {
  const place = { createdAt: rows.at(-500)?.createdAt ?? null, id: rows.at(-500)?.id ?? "" };
  await chat.open("c2", null, place);
  await eventually(() => expect(chat.readState.divider?.at).toBe("r0040"));
  chat.readState.onScreen(rows.at(-495)?.key ?? "");
  chat.toFirstUnread();
  chat.readState.onScreen(rows.at(-494)?.key ?? "");
  await eventually(() => expect(contents()[0]).toBe("30"));
  expect(seen()).toEqual([]);
});

test("who has moved meanwhile is not led away", async () => {
  const whole = rows.splice(0, UNREAD);
  shell.missingUnread.add("c2");
  await chat.open("c2");
  await eventually(() => expect(chat.firstUnread.failed, "it is still missing").toBe(true));
  chat.readState.moved = true;
  const shown = contents();
  rows.unshift(...whole);
  shell.missingUnread.delete("c2");
  shell.revision += 1;
  chat.onConnectionChange();
  await eventually(() => expect(chat.readState.divider?.at).toBe("r0040"));
  expect(contents()).toEqual(shown);
});

test("who goes to the end has passed over what is missing", async () => {
  rows.splice(0, UNREAD);
  shell.missingUnread.add("c2");
  await chat.open("c2");
  chat.toNewest();
  chat.readState.onScreen(rows.at(-1)?.key ?? "");
  await eventually(() => expect(seen()).toEqual([rows.at(-1)?.id]));
});

test.each(["before", "after"])("older messages that come %s those around the first unread do not take their place", async (order) => {
  const place = { createdAt: rows.at(-500)?.createdAt ?? null, id: rows.at(-500)?.id ?? "" };
  await chat.open("c2", null, place);
  const answers: (() => void)[] = [];
  const hold = () => (shell.holds["messages"] = new Promise((done) => answers.push(done)));
  hold();
  const older = chat.messages.loadOlder();
  hold();
  chat.toFirstUnread();
  if (order === "after") answers.reverse();
  answers[0]?.();
  await new Promise((done) => setTimeout(done));
  delete shell.holds["messages"];
  answers[1]?.();
  await older;
  await eventually(() => expect(contents()[0]).toBe("30"));
  expect(contents()).toEqual(rows.slice(30, 30 + contents().length).map((row) => row.content));
});

test("rows that are dropped do not keep the reader from the first unread", async () => {
  await chat.open("c2");
  while (chat.messages.end !== null) await chat.messages.loadNewer();
  chat.readState.setAtBottom(false);
  for (let more = 0; more < 20; more += 1) rows.push({ ...message("c2", NOW + more * 1000, PEOPLE.omar, "more"), key: `s${more}`, id: `s${more}` });
  shell.revision += 1;
  await chat.load();
  expect(contents().length, "more than are kept").toBeGreaterThan(400);
  chat.toFirstUnread();
  await chat.messages.trim();
  await eventually(() => expect(contents()[0]).toBe("30"));
});
