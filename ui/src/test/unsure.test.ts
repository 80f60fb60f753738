// Messages of which it is not known whether they arrived: looked for, or past being looked for.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { beforeEach, expect, test, vi } from "vitest";
import OutboxPane from "$screens/outbox/OutboxPane.svelte";
import FailedNote from "$screens/chat/FailedNote.svelte";
import { outbox } from "$lib/state/outbox.svelte";
import { notices } from "$lib/state/notices.svelte";
import { texts } from "$lib/state/i18n.svelte";
import { actsOf, groupOf } from "$lib/text/standing";
import type { OutboxRow } from "$lib/ipc";
import type { FakeShell } from "./fake";
import { all, argsOf, one, rowOf, stage } from "./stage";
import { conversation, ME, message, PEOPLE, queued } from "./world";

let shell: FakeShell;
const DETAIL = "You are not a participant of this conversation";
const chat = conversation("c", [PEOPLE.sara], {});
const unsettled = queued("u1", chat, "وصلت؟", { state: { state: "failed", code: "unsettled-send", detail: DETAIL } });

beforeEach(async () => {
  shell = await stage();
});

function shown(rows: OutboxRow[]): void {
  shell.outbox = rows;
  outbox.take({ rows, revision: 1e6 });
  render(OutboxPane);
  flushSync();
}

test("a message that is looked for says what keeps that up, in both languages", () => {
  const waits = ["line", "sign-in", "server-busy", "disk-full"] as const;
  for (const language of ["ar", "en"] as const) {
    texts.language = language;
    const rows = [...waits, null].map((reason, at) => queued(`k${at}`, chat, "x", { state: { state: "checking" }, waits: reason }));
    outbox.take({ rows, revision: 1e6 });
    const { container, unmount } = render(OutboxPane);
    const words = [...container.querySelectorAll(".why")].map((why) => why.textContent?.trim() ?? "");
    expect(words).toEqual([...waits.map((reason) => texts.t(`checks-${reason}`)), texts.t("standing-checking")]);
    for (const text of words) expect(text, "a sentence, not a key").not.toMatch(/checks-|standing-/u);
    unmount();
  }
});

test("a message that is looked for can be given up", () => {
  expect(actsOf(rowOf("l3"), true)).toEqual(["copy", "open", "cancel"]);
  expect(actsOf(rowOf("q6"), true), "one that is on its way cannot").toEqual(["copy", "open"]);
});

test("a message that nobody can look for any more says so, with the server's words, and asks nothing", () => {
  shown([unsettled]);
  const said = one("outbox-row")?.textContent ?? "";
  expect(said).toContain(texts.failure("unsettled-send"));
  expect(said).toContain(DETAIL);
  expect(said).not.toContain(texts.t("ambiguous-question"));
  expect(groupOf(unsettled)).toBe("needs");
  expect(actsOf(unsettled, true)).toEqual(["again", "copy", "open", "cancel"]);
  expect(one("outbox-again")?.textContent).toContain(texts.t("act-send-again"));
  expect(all("outbox-confirm")).toEqual([]);
});

test("in its chat it says the same, and is not called unsent", () => {
  const row = message("c", Date.now(), ME, "وصلت؟", { localId: "u1" });
  render(FailedNote, { row, code: "unsettled-send", detail: DETAIL });
  expect(document.body.textContent).toContain(texts.failure("unsettled-send"));
  expect(document.body.textContent).toContain(DETAIL);
  expect(document.body.textContent).not.toContain("Not sent:");
  expect([one("confirm-sent"), one("edit")]).toEqual([null, null]);
  expect(one("retry")?.textContent).toContain(texts.t("act-send-again"));
});

test("the server's words stand under a failed message for all to read", () => {
  const row = message("c", Date.now(), ME, "x", { localId: "l2" });
  render(FailedNote, { row, code: "forbidden", detail: DETAIL });
  expect(document.body.textContent).toContain(DETAIL);
});

test("an act that came too late says so, and the list is asked for anew", async () => {
  shell.refuse["discard"] = "too-late";
  await outbox.discard("l3");
  expect(notices.list.map((notice) => notice.text)).toEqual([texts.t("error-too-late")]);
  await vi.waitFor(() => expect(argsOf(shell, "outbox").length).toBe(1));
});
