import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import ChatHeader from "$screens/chat/ChatHeader.svelte";
import SnoozeDialog from "$screens/dialogs/SnoozeDialog.svelte";
import { snoozeFor } from "$lib/actions/snooze";
import { chat } from "$lib/controllers/chat.svelte";
import { clock } from "$lib/controllers/clock.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { inbox } from "$lib/controllers/inbox.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { atClockTime, parseClockTime } from "$lib/format/clockTime";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
});

const asked = () => shell.argsOf("snooze_conversation");

test("a time of day is read in either digits, and nothing else is", () => {
  expect(parseClockTime("9")).toEqual({ hours: 9, minutes: 0 });
  expect(parseClockTime(" 17:30 ")).toEqual({ hours: 17, minutes: 30 });
  expect(parseClockTime("٩:٠٥")).toEqual({ hours: 9, minutes: 5 });
  for (const typed of ["", "24", "7:60", "7:5", "-1", "17:30:00", "غدا"]) expect(parseClockTime(typed), typed).toBeNull();
});

test("tomorrow is the next day at that time", () => {
  const now = new Date(2026, 0, 31, 22, 15).getTime();
  expect(new Date(atClockTime({ hours: 9, minutes: 0 }, "tomorrow", now))).toEqual(new Date(2026, 1, 1, 9, 0));
  expect(new Date(atClockTime({ hours: 23, minutes: 5 }, "today", now))).toEqual(new Date(2026, 0, 31, 23, 5));
});

test("a snoozed chat leaves the inbox, and the way back is offered", async () => {
  await inbox.load();
  const row = inbox.rows[0]!;
  await snoozeFor([row], 10);
  expect(asked()[0]?.["id"]).toBe(row.id);
  expect(Math.abs((asked()[0]?.["until"] as number) - clock.exactNow() - 600_000)).toBeLessThan(60_000);
  await shell.changed({ conversations: [row.id] });
  await eventually(() => expect(inbox.rows.map((one) => one.id)).not.toContain(row.id));
  toasts.list.at(-1)?.undo?.();
  await eventually(() => expect(shell.argsOf("end_snooze")).toEqual([{ id: row.id }]));
});

test("what is typed takes the place of the time that is offered", async () => {
  render(SnoozeDialog, { ids: ["c1"] });
  await eventually(() => expect(document.activeElement).toBe(byTestId("snooze-time")));
  const field = byTestId("snooze-time") as HTMLInputElement;
  expect(field.value).toMatch(/^\d\d:\d\d$/u);
  expect([field.selectionStart, field.selectionEnd]).toEqual([0, field.value.length]);
});

test("a time in the past is refused with a sentence", async () => {
  const { container } = render(SnoozeDialog, { ids: ["c1"] });
  await eventually(() => expect(byTestId("snooze-time")).not.toBeNull());
  const field = byTestId("snooze-time") as HTMLInputElement;
  const submit = () => document.querySelector("form")!.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
  const type = (text: string) => {
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };
  type("99");
  submit();
  await eventually(() => expect(byTestId("snooze-failure")?.textContent).toBe(i18n.t("snooze-bad-time")));
  type("0:00");
  byTestId("snooze-day-today")?.click();
  submit();
  await eventually(() => expect(byTestId("snooze-failure")?.textContent).toBe(i18n.t("snooze-past")));
  expect(field.value).toBe("0:00");
  expect(asked()).toEqual([]);
  byTestId("snooze-day-tomorrow")?.click();
  await eventually(() => expect(byTestId("snooze-day-tomorrow")?.getAttribute("aria-checked")).toBe("true"));
  submit();
  await eventually(() => expect(asked().length).toBe(1));
  expect(container).toBeTruthy();
});

test("the head says until when the chat is put off", async () => {
  const until = clock.exactNow() + 3_600_000;
  Object.assign(shell.conversations.find((one) => one.id === "c1")!, { snoozedUntil: until });
  await chat.open("c1");
  render(ChatHeader);
  expect(byTestId("snoozed")?.textContent).toContain(i18n.time(until));
});
