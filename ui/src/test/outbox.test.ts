// The outbox: groups, reasons, actions and edits.
import { render } from "@testing-library/svelte";
import { beforeEach, expect, test, vi } from "vitest";
import { flushSync } from "svelte";
import MainScreen from "$screens/MainScreen.svelte";
import OutboxPane from "$screens/outbox/OutboxPane.svelte";
import MessageBubble from "$screens/chat/MessageBubble.svelte";
import NavigationRail from "$screens/NavigationRail.svelte";
import { askAdminAboutMessage, showChats, showOutbox } from "$lib/controllers/navigation";
import { chat } from "$lib/controllers/chat.svelte";
import { composer } from "$lib/controllers/composer.svelte";
import { disk } from "$lib/controllers/disk.svelte";
import { inbox } from "$lib/controllers/inbox.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { outbox } from "$lib/controllers/outbox.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { outboxActions, outboxGroup } from "$lib/format/outboxRow";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { allByTestId, byTestId, outboxRow, setUpWindow } from "./setUpWindow";
import { conversation, ME, message, PEOPLE, queued } from "./fixtures";

let shell: FakeShell;
const inRow = (localId: string, id: string) => document.querySelector<HTMLElement>(`[data-local="${localId}"] [data-testid="${id}"]`);

beforeEach(async () => {
  shell = await setUpWindow();
});

test("every unsent message is shown once, in its group", () => {
  render(OutboxPane);
  const shown = allByTestId("outbox-row").map((row) => row.dataset["local"]);
  expect(new Set(shown)).toEqual(new Set(shell.outbox.map((row) => row.localId)));
  expect(shown.length).toBe(shell.outbox.length);
  expect(outbox.needs.map((row) => row.localId)).toEqual(["l2", "q1", "q2", "q3"]);
  expect(outbox.waiting.map((row) => row.localId)).toEqual(["l3", "l1", "q4", "q5", "q6"]);
  expect(outbox.cancelled.map((row) => row.localId)).toEqual(["q7"]);
  expect(outbox.count).toBe(9);
});

test("each reason to wait has its own text", () => {
  const waits = ["turn", "time", "closed", "line", "sign-in", "server-busy", "disk-full", null] as const;
  for (const language of ["ar", "en"] as const) {
    i18n.language = language;
    shell.outbox = waits.map((reason, at) => queued(`w${at}`, conversation("c", [PEOPLE.sara], {}), "x", { waits: reason }));
    outbox.applyAnswer({ rows: shell.outbox, revision: 1e6 });
    const { container, unmount } = render(OutboxPane);
    const words = [...container.querySelectorAll(".why")].map((why) => why.textContent?.trim() ?? "");
    expect(new Set(words).size).toBe(waits.length);
    for (const text of words) expect(text, "a sentence, not a key").not.toMatch(/waits-|outbox-state-/u);
    unmount();
  }
});

test("a countdown shows the next try", () => {
  const now = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now });
  outbox.applyAnswer({ rows: [{ ...outboxRow("q4"), notBefore: now + 14_000 }], revision: 1e6 });
  render(OutboxPane);
  flushSync();
  expect(document.querySelector('[data-local="q4"] .again')?.textContent).toMatch(/14/u);
  vi.useRealTimers();
});

test("a row offers only actions that fit its state", () => {
  const acts = (localId: string, admin: boolean) => outboxActions(outboxRow(localId), admin);
  expect(acts("l2", true)).toEqual(["retry", "edit", "copy", "open", "cancel"]);
  expect(acts("q1", true).slice(0, 2)).toEqual(["confirm", "again"]);
  expect(acts("q2", true)[0]).toBe("reopen");
  expect(acts("q2", false)[0]).toBe("ask");
  expect(acts("q6", true)).toEqual(["copy", "open"]);
  expect(acts("q7", true)).toEqual(["restore", "copy", "open"]);
});

test("a cancelled message can be restored", async () => {
  render(OutboxPane);
  inRow("l2", "outbox-cancel")?.click();
  await eventually(() => expect(outboxGroup(outboxRow("l2"))).toBe("cancelled"));
  inRow("l2", "outbox-restore")?.click();
  await eventually(() => expect(outboxGroup(outboxRow("l2"))).toBe("waiting"));
});

test("confirming an ambiguous message removes it", async () => {
  render(OutboxPane);
  inRow("q1", "outbox-confirm")?.click();
  await eventually(() => expect(outbox.rows.some((row) => row.localId === "q1")).toBe(false));
  expect(shell.argsOf("confirm_sent")).toEqual([{ localId: "q1" }]);
});

test("an edit replaces the text and keeps the draft", async () => {
  await chat.open("c2");
  composer.type("مسودة أخرى");
  const row = message("c2", Date.now(), ME, "قديم", { id: null, localId: "l2", delivery: { state: "failed", code: "forbidden", detail: null } });
  render(MessageBubble, { row, first: true, last: true });
  byTestId("edit")?.click();
  flushSync();
  outbox.updateEdit("l2", "جديد");
  byTestId("edit-send")?.click();
  await eventually(() => expect(shell.argsOf("edit_message")).toEqual([{ localId: "l2", text: "جديد" }]));
  expect(composer.text).toBe("مسودة أخرى");
  await eventually(() => expect(outbox.edits.size).toBe(0));
});

test("an edit that could not be queued stays open", async () => {
  shell.refuse["edit_message"] = "disk-full";
  outbox.startEdit(outboxRow("l2"));
  outbox.updateEdit("l2", "جديد");
  await outbox.submitEdit("l2");
  expect(outbox.edits.get("l2")?.text).toBe("جديد");
  expect(disk.state).toBe("full");
});

test("cancelling an edit leaves the message as it was", () => {
  outbox.startEdit(outboxRow("l2"));
  outbox.updateEdit("l2", "غير ذلك");
  outbox.cancelEdit("l2");
  expect(outbox.edits.size).toBe(0);
  expect(shell.argsOf("edit_message")).toEqual([]);
});

test("an edit of a message that was sent becomes a draft", async () => {
  outbox.startEdit(outboxRow("q4"));
  outbox.updateEdit("q4", "نص معدّل");
  shell.move("q4", null);
  await eventually(() => expect(shell.argsOf("save_draft")).toEqual([{ conversation: "c1", text: "نص معدّل" }]));
  expect(toasts.list.map((toast) => toast.code)).toEqual(["edit-too-late"]);
});

test("an older answer never overwrites a newer one", () => {
  const rows = outbox.rows;
  outbox.applyAnswer({ rows: [], revision: 0 });
  expect(outbox.rows).toBe(rows);
});

test("the outbox closes the chat and reopens it after", async () => {
  await chat.open("c2");
  showOutbox();
  expect(chat.id).toBeNull();
  showChats();
  expect(chat.id).toBe("c2");
});

test("the rail counts unsent messages, also in words", () => {
  render(NavigationRail);
  const rail = byTestId("rail-outbox");
  expect(rail?.dataset["count"]).toBe("9");
  expect(rail?.getAttribute("aria-label")).toContain(i18n.t("outbox-needs-count", { count: 4 }));
  expect(rail?.querySelector(".count svg"), "an icon beside the colour").not.toBeNull();
});

test("an empty outbox says so", async () => {
  shell.outbox = [];
  shell.revision += 1;
  await outbox.load();
  render(OutboxPane);
  expect(document.body.textContent).toContain(i18n.t("outbox-empty"));
});

test("held messages are named above the composer", async () => {
  await inbox.load();
  render(MainScreen);
  await chat.open("c7");
  flushSync();
  expect(byTestId("held")?.textContent).toContain(i18n.t("held-note", { count: 2 }));
  byTestId("held-reopen")?.click();
  await eventually(() => expect(shell.argsOf("set_status")).toEqual([{ conversation: "c7", status: "open" }]));
});

test("asking an admin to reopen sends nothing", async () => {
  const row = outboxRow("q2");
  showOutbox();
  await askAdminAboutMessage(row);
  expect(shell.argsOf("ask_admin")).toEqual([{ conversation: row.conversation }]);
  expect([layout.view, chat.id]).toEqual(["chats", shell.conversations[0]?.id]);
  expect(shell.argsOf("send")).toEqual([]);
});

test("a failed request to an admin leaves the outbox shown", async () => {
  shell.refuse["ask_admin"] = "unreachable";
  showOutbox();
  await askAdminAboutMessage(outboxRow("q2"));
  expect([layout.view, chat.id]).toEqual(["outbox", null]);
  expect(toasts.list.map((toast) => toast.code)).toEqual(["unreachable"]);
});
