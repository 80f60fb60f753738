import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import ChatHeader from "$screens/chat/ChatHeader.svelte";
import InboxRow from "$screens/inbox/InboxRow.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { clock } from "$lib/controllers/clock.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { eventHandlers } from "$lib/controllers/startWindow";
import { waited, waitingTone } from "$lib/format/waiting";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { conversation, PEOPLE } from "./fixtures";
import { byTestId, setUpWindow } from "./setUpWindow";

const MINUTE = 60_000;
let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
});

test("a waiting time is told in its largest unit", () => {
  const told = (ms: number) => waited(0, ms);
  expect(told(59_999)).toEqual({ unit: "now", count: 0 });
  expect(told(MINUTE)).toEqual({ unit: "minutes", count: 1 });
  expect(told(59.9 * MINUTE)).toEqual({ unit: "minutes", count: 59 });
  expect(told(60 * MINUTE)).toEqual({ unit: "hours", count: 1 });
  expect(told(25 * 60 * MINUTE)).toEqual({ unit: "days", count: 1 });
  expect(waited(5 * MINUTE, 0), "a clock that was put back").toEqual({ unit: "now", count: 0 });
});

test("the two thresholds colour a waiting time", () => {
  const tones = [4.99, 5, 9.99, 10].map((minutes) => waitingTone(0, minutes * MINUTE, { waitingLongMinutes: 5, waitingLateMinutes: 10 }));
  expect(tones).toEqual(["plain", "warn", "warn", "bad"]);
});

test("a row says how long it waits, and a minute moves it", async () => {
  clock.setOffset(0);
  const row = conversation("c1", [PEOPLE.sara], { unansweredSince: clock.now - 4.5 * MINUTE });
  render(InboxRow, { row, open: false, active: false, choose: () => undefined });
  const tag = () => byTestId("waiting");
  expect(tag()?.dataset["status"]).toBe("plain");
  expect(tag()?.textContent).toContain(i18n.t("waiting-since-minutes", { count: 4 }));
  clock.offset = MINUTE;
  eventHandlers.minutePassed();
  await eventually(() => expect(tag()?.dataset["status"]).toBe("warn"));
  expect(tag()?.textContent).toContain(i18n.t("waiting-since-minutes", { count: 5 }));
});

test("the chat's head says how long it waits", async () => {
  const row = shell.conversations.find((one) => one.id === "c1");
  Object.assign(row ?? {}, { unansweredSince: clock.now - 12 * MINUTE });
  await chat.open("c1");
  render(ChatHeader);
  expect(byTestId("waiting")?.textContent).toContain(i18n.t("waiting-since-minutes", { count: 12 }));
  expect(byTestId("waiting")?.dataset["status"]).toBe("bad");
});
