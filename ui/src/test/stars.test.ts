import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import ChatHeader from "$screens/chat/ChatHeader.svelte";
import InboxRow from "$screens/inbox/InboxRow.svelte";
import { handleKeydown } from "$lib/actions/shortcuts";
import { chat } from "$lib/controllers/chat.svelte";
import { inbox } from "$lib/controllers/inbox.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { conversation, PEOPLE } from "./fixtures";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
  chat.close();
});

test("the star's button says whether it is on", async () => {
  await chat.open("c1");
  render(ChatHeader);
  const button = () => byTestId("star-conversation")!;
  expect(button().getAttribute("aria-pressed")).toBe("false");
  button().click();
  await shell.changed({ conversations: ["c1"] });
  await eventually(() => expect(button().getAttribute("aria-pressed")).toBe("true"));
  button().click();
  await shell.changed({ conversations: ["c1"] });
  await eventually(() => expect(button().getAttribute("aria-pressed")).toBe("false"));
});

test("Ctrl+D stars the open chat, and needs one", async () => {
  const press = () => handleKeydown(new KeyboardEvent("keydown", { key: "d", code: "KeyD", ctrlKey: true, cancelable: true }));
  press();
  expect(shell.argsOf("star_conversation")).toEqual([]);
  await chat.open("c1");
  press();
  await eventually(() => expect(shell.argsOf("star_conversation")).toEqual([{ id: "c1" }]));
});

test("the filter shows the starred conversations alone", async () => {
  Object.assign(shell.conversations[2]!, { starred: true });
  await inbox.load();
  await inbox.setFilter("starred");
  expect(inbox.rows.map((row) => row.id)).toEqual([shell.conversations[2]!.id]);
});

test("a starred row says so to a screen reader", () => {
  const row = conversation("c1", [PEOPLE.sara], { starred: true });
  const { getByRole } = render(InboxRow, { row, open: false, active: false, choose: () => undefined });
  expect(getByRole("img", { name: i18n.t("row-starred") })).toBeTruthy();
});
