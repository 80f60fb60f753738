// What is written here and not sent: shown with its reason, changed without losing a word, asked about.
import { render } from "@testing-library/svelte";
import { beforeEach, expect, test, vi } from "vitest";
import { flushSync } from "svelte";
import MainScreen from "$screens/MainScreen.svelte";
import OutboxPane from "$screens/outbox/OutboxPane.svelte";
import MessageBubble from "$screens/chat/MessageBubble.svelte";
import DetailsPane from "$screens/details/DetailsPane.svelte";
import NavigationRail from "$screens/NavigationRail.svelte";
import { askAdmin, showChats, showOutbox } from "$lib/controllers/app";
import { chat } from "$lib/controllers/chat.svelte";
import { composer } from "$lib/controllers/composer.svelte";
import { disk } from "$lib/controllers/disk.svelte";
import { heldOrder, inbox } from "$lib/controllers/inbox.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { outbox } from "$lib/controllers/outbox.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { outboxActions, outboxGroup } from "$lib/format/outboxRow";
import type { FakeShell } from "./fakeShell";
import { allByTestId, argsOf, byTestId, outboxRow, setUpWindow } from "./setUpWindow";
import { conversation, ME, message, PEOPLE, queued } from "./fixtures";

let shell: FakeShell;
const inRow = (localId: string, id: string) => document.querySelector<HTMLElement>(`[data-local="${localId}"] [data-testid="${id}"]`);
const called = (command: string) => argsOf(shell, command);

beforeEach(async () => {
  shell = await setUpWindow();
});

test("everything that is not sent is shown once, in the group where it belongs", () => {
  render(OutboxPane);
  const shown = allByTestId("outbox-row").map((row) => row.dataset["local"]);
  expect(new Set(shown)).toEqual(new Set(shell.outbox.map((row) => row.localId)));
  expect(shown.length).toBe(shell.outbox.length);
  expect(outbox.needs.map((row) => row.localId)).toEqual(["l2", "q1", "q2", "q3"]);
  expect(outbox.waiting.map((row) => row.localId)).toEqual(["l3", "l1", "q4", "q5", "q6"]);
  expect(outbox.cancelled.map((row) => row.localId)).toEqual(["q7"]);
  expect(outbox.count).toBe(9);
});

test("each reason to wait has its own words in both languages", () => {
  const waits = ["turn", "time", "closed", "line", "sign-in", "server-busy", "disk-full", null] as const;
  for (const language of ["ar", "en"] as const) {
    i18n.language = language;
    shell.outbox = waits.map((reason, at) => queued(`w${at}`, conversation("c", [PEOPLE.sara], {}), "x", { waits: reason }));
    outbox.applyAnswer({ rows: shell.outbox, revision: 1e6 });
    const { container, unmount } = render(OutboxPane);
    const words = [...container.querySelectorAll(".why")].map((why) => why.textContent?.trim() ?? "");
    expect(new Set(words).size).toBe(waits.length);
    for (const text of words) expect(text, "a sentence, not a key").not.toMatch(/waits-|standing-/u);
    unmount();
  }
});

test("a countdown tells when it is tried again", () => {
  render(OutboxPane);
  flushSync();
  expect(document.querySelector('[data-local="q4"] .again')?.textContent).toMatch(/14/u);
});

test("only what makes sense for a row is offered", () => {
  const acts = (localId: string, admin: boolean) => outboxActions(outboxRow(localId), admin);
  expect(acts("l2", true)).toEqual(["retry", "edit", "copy", "open", "cancel"]);
  expect(acts("q1", true).slice(0, 2)).toEqual(["confirm", "again"]);
  expect(acts("q2", true)[0]).toBe("reopen");
  expect(acts("q2", false)[0]).toBe("ask");
  expect(acts("q6", true)).toEqual(["copy", "open"]);
  expect(acts("q7", true)).toEqual(["restore", "copy", "open"]);
});

test("what was cancelled can be had back", async () => {
  render(OutboxPane);
  inRow("l2", "outbox-cancel")?.click();
  await vi.waitFor(() => expect(outboxGroup(outboxRow("l2"))).toBe("cancelled"));
  inRow("l2", "outbox-restore")?.click();
  await vi.waitFor(() => expect(outboxGroup(outboxRow("l2"))).toBe("waiting"));
});

test("of an ambiguous message the user says that it is there, and it goes", async () => {
  render(OutboxPane);
  inRow("q1", "outbox-confirm")?.click();
  await vi.waitFor(() => expect(outbox.rows.some((row) => row.localId === "q1")).toBe(false));
  expect(called("confirm_sent")).toEqual([{ localId: "q1" }]);
});

test("a changed text is sent in the place of the old one, and the draft of its chat is left alone", async () => {
  await chat.open("c2");
  composer.type("مسودة أخرى");
  const row = message("c2", Date.now(), ME, "قديم", { id: null, localId: "l2", delivery: { state: "failed", code: "forbidden", detail: null } });
  render(MessageBubble, { row, first: true, last: true });
  byTestId("edit")?.click();
  flushSync();
  outbox.updateEdit("l2", "جديد");
  byTestId("edit-send")?.click();
  await vi.waitFor(() => expect(called("edit_message")).toEqual([{ localId: "l2", text: "جديد" }]));
  expect(composer.text).toBe("مسودة أخرى");
  await vi.waitFor(() => expect(outbox.edits.size).toBe(0));
});

test("a change that could not be queued stays in its field", async () => {
  shell.refuse["edit_message"] = "disk-full";
  outbox.startEdit(outboxRow("l2"));
  outbox.updateEdit("l2", "جديد");
  await outbox.submitEdit("l2");
  expect(outbox.edits.get("l2")?.text).toBe("جديد");
  expect(disk.state).toBe("full");
});

test("going back leaves the message as it was", () => {
  outbox.startEdit(outboxRow("l2"));
  outbox.updateEdit("l2", "غير ذلك");
  outbox.cancelEdit("l2");
  expect(outbox.edits.size).toBe(0);
  expect(called("edit_message")).toEqual([]);
});

test("a change to a message that goes out meanwhile becomes a draft", async () => {
  outbox.startEdit(outboxRow("q4"));
  outbox.updateEdit("q4", "نص معدّل");
  shell.move("q4", null);
  await vi.waitFor(() => expect(called("save_draft")).toEqual([{ conversation: "c1", text: "نص معدّل" }]));
  expect(toasts.list.map((toast) => toast.code)).toEqual(["edit-too-late"]);
});

test("an older answer never overwrites a newer one", () => {
  const rows = outbox.rows;
  outbox.applyAnswer({ rows: [], revision: 0 });
  expect(outbox.rows).toBe(rows);
});

test("the chat is closed while the outbox is shown, so nothing counts as read, and opens again after", async () => {
  await chat.open("c2");
  showOutbox();
  expect(chat.id).toBeNull();
  showChats();
  expect(chat.id).toBe("c2");
});

test("the rail counts what waits and says in words whether it needs somebody", () => {
  render(NavigationRail);
  const rail = byTestId("rail-outbox");
  expect(rail?.dataset["count"]).toBe("9");
  expect(rail?.getAttribute("aria-label")).toContain(i18n.t("outbox-needs-count", { count: 4 }));
  expect(rail?.querySelector(".count svg"), "an icon beside the colour").not.toBeNull();
});

test("an outbox with nothing in it says so", async () => {
  shell.outbox = [];
  shell.revision += 1;
  await outbox.load();
  render(OutboxPane);
  expect(document.body.textContent).toContain(i18n.t("outbox-empty"));
});

test("messages that wait for a closed chat are named above its composer", async () => {
  await inbox.load();
  render(MainScreen);
  await chat.open("c7");
  flushSync();
  expect(byTestId("held")?.textContent).toContain(i18n.t("held-note", { count: 2 }));
  byTestId("held-reopen")?.click();
  await vi.waitFor(() => expect(called("set_status")).toEqual([{ conversation: "c7", status: "open" }]));
});

test("whoever may not reopen a chat is taken to where it can be asked for, and nothing is sent", async () => {
  const row = outboxRow("q2");
  showOutbox();
  await askAdmin(row);
  expect(called("ask_admin")).toEqual([{ conversation: row.conversation }]);
  expect([layout.view, chat.id]).toEqual(["chats", shell.conversations[0]?.id]);
  expect(called("send")).toEqual([]);
});

test("when an admin cannot be asked, that is said and the outbox stays", async () => {
  shell.refuse["ask_admin"] = "unreachable";
  showOutbox();
  await askAdmin(outboxRow("q2"));
  expect([layout.view, chat.id]).toEqual(["outbox", null]);
  expect(toasts.list.map((toast) => toast.code)).toEqual(["unreachable"]);
});

test("a chat says up to when it is complete: now, a time today, or a day and a time", async () => {
  await chat.open("c1");
  const row = conversation("c1", [PEOPLE.sara], {});
  render(DetailsPane, { row });
  const says = (until: number | null, now: boolean) => {
    chat.completeUntil = until;
    chat.completeNow = now;
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

test("a gap is filled once it is reached, and one that stays is left to the reader", async () => {
  const rows = shell.messages["c1"] ?? [];
  const head = message("c1", Date.now(), PEOPLE.sara, "بعد الفجوة", { gapBefore: true });
  rows.push(head);
  await chat.open("c1");
  const gap = chat.items.find((item) => item.kind === "gap");
  if (gap?.kind !== "gap") throw new Error("no gap is shown");
  await chat.fillGap(gap.key, gap.place);
  expect(chat.gapFailed, "the server answered, and the gap is still there").toBe(gap.key);
  shell.gapFilled = () => (head.gapBefore = false);
  shell.revision += 1;
  await chat.fillGap(gap.key, gap.place);
  expect([chat.gapFailed, chat.items.some((item) => item.kind === "gap")]).toEqual([null, false]);
});

test("a gap that cannot be fetched says so and is tried again when the line is back", async () => {
  shell.messages["c1"]?.push(message("c1", Date.now(), PEOPLE.sara, "بعد الفجوة", { gapBefore: true }));
  shell.refuse["fill_gap"] = "unreachable";
  await chat.open("c1");
  const gap = chat.items.find((item) => item.kind === "gap");
  if (gap?.kind !== "gap") throw new Error("no gap is shown");
  await chat.fillGap(gap.key, gap.place);
  expect(chat.gapFailed).toBe(gap.key);
  chat.onConnectionChange();
  expect(chat.gapFailed).toBeNull();
});

test("no row of the inbox moves while the pointer is over it", async () => {
  await inbox.load();
  const before = inbox.rows.map((row) => row.id);
  inbox.holdOrder();
  const answer = [...inbox.rows.slice(0, -1)].reverse();
  inbox.applyAnswer({ rows: [conversation("new", [PEOPLE.sara], {}), ...answer], more: false, counts: inbox.counts, revision: 1e6 });
  expect(inbox.rows.slice(0, before.length).map((row) => row.id), "what is shown keeps its place").toEqual(before);
  inbox.releaseOrder();
  expect(inbox.rows.map((row) => row.id)).toEqual(["new", ...answer.map((row) => row.id)]);
});

test("a held row shows what is new in it at once", () => {
  const old = conversation("c", [PEOPLE.sara], { unread: 0 });
  expect(heldOrder([old], [{ ...old, unread: 2 }])[0]?.unread).toBe(2);
});
