// Failed messages and messages that may have arrived.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { beforeEach, expect, test } from "vitest";
import OutboxPane from "$screens/outbox/OutboxPane.svelte";
import MessageBubble from "$screens/chat/MessageBubble.svelte";
import SendFailure from "$screens/chat/SendFailure.svelte";
import { outbox } from "$lib/controllers/outbox.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { outboxActions, outboxGroup } from "$lib/format/outboxRow";
import type { OutboxRow } from "$lib/ipc";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { allByTestId, byTestId, outboxRow, setUpWindow } from "./setUpWindow";
import { conversation, ME, message, PEOPLE, queued } from "./fixtures";

let shell: FakeShell;
const DETAIL = "You are not a participant of this conversation";
const chat = conversation("c", [PEOPLE.sara], {});
const unsettled = queued("u1", chat, "وصلت؟", { state: { state: "failed", code: "unsettled-send", detail: DETAIL } });

beforeEach(async () => {
  shell = await setUpWindow();
});

function shown(rows: OutboxRow[]): void {
  shell.outbox = rows;
  outbox.applyAnswer({ rows, revision: 1e6 });
  render(OutboxPane);
  flushSync();
}

test("a message being checked says what holds that up", () => {
  const waits = ["line", "sign-in", "server-busy", "disk-full"] as const;
  for (const language of ["ar", "en"] as const) {
    i18n.language = language;
    const rows = [...waits, null].map((reason, at) => queued(`k${at}`, chat, "x", { state: { state: "checking" }, waits: reason }));
    outbox.applyAnswer({ rows, revision: 1e6 });
    const { container, unmount } = render(OutboxPane);
    const words = [...container.querySelectorAll(".why")].map((why) => why.textContent?.trim() ?? "");
    expect(words).toEqual([...waits.map((reason) => i18n.t(`checks-${reason}`)), i18n.t("outbox-state-checking")]);
    for (const text of words) expect(text, "a sentence, not a key").not.toMatch(/checks-|outbox-state-/u);
    unmount();
  }
});

test("a message being checked can be cancelled", () => {
  expect(outboxActions(outboxRow("l3"), true)).toEqual(["copy", "open", "cancel"]);
  expect(outboxActions(outboxRow("q6"), true), "one that is on its way cannot").toEqual(["copy", "open"]);
});

test("an unsettled message says why and asks nothing", () => {
  shown([unsettled]);
  const said = byTestId("outbox-row")?.textContent ?? "";
  expect(said).toContain(i18n.errorText("unsettled-send"));
  expect(said).toContain(DETAIL);
  expect(said).not.toContain(i18n.t("ambiguous-question"));
  expect(outboxGroup(unsettled)).toBe("needs");
  expect(outboxActions(unsettled, true)).toEqual(["again", "copy", "open", "cancel"]);
  expect(byTestId("outbox-again")?.textContent).toContain(i18n.t("act-send-again"));
  expect(allByTestId("outbox-confirm")).toEqual([]);
});

test("an unsettled message in its chat is not called unsent", () => {
  const row = message("c", Date.now(), ME, "وصلت؟", { localId: "u1" });
  render(SendFailure, { row, code: "unsettled-send", detail: DETAIL });
  expect(document.body.textContent).toContain(i18n.errorText("unsettled-send"));
  expect(document.body.textContent).toContain(DETAIL);
  expect(document.body.textContent).not.toContain("Not sent:");
  expect([byTestId("confirm-sent"), byTestId("edit")]).toEqual([null, null]);
  expect(byTestId("retry")?.textContent).toContain(i18n.t("act-send-again"));
});

test("a failed message shows the server's words", () => {
  const row = message("c", Date.now(), ME, "x", { localId: "l2" });
  render(SendFailure, { row, code: "forbidden", detail: DETAIL });
  expect(document.body.textContent).toContain(DETAIL);
});

test("an action that is too late says so and reloads", async () => {
  shell.refuse["discard"] = "too-late";
  await outbox.discard("l3");
  expect(toasts.list.map((toast) => toast.text)).toEqual([i18n.t("error-too-late")]);
  await eventually(() => expect(shell.argsOf("outbox").length).toBe(1));
});

test("a failed message shows its reason and actions", () => {
  const row = message("c", Date.now(), ME, "x", { localId: "l", delivery: { state: "failed", code: "forbidden", detail: null } });
  render(MessageBubble, { row, first: true, last: true });
  expect(byTestId("message")?.dataset["state"]).toBe("failed");
  expect(document.body.textContent).toContain(i18n.errorText("forbidden"));
  for (const act of ["retry", "copy", "discard"]) expect(byTestId(act), act).not.toBeNull();
});
