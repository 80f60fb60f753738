// Messages that leave later: taken back, scheduled, dropped.
import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import Composer from "$screens/chat/Composer.svelte";
import MessageBubble from "$screens/chat/MessageBubble.svelte";
import OutboxPane from "$screens/outbox/OutboxPane.svelte";
import SendLaterDialog from "$screens/dialogs/SendLaterDialog.svelte";
import { askWhenToSend, sendLater, SEND_TIMES } from "$lib/actions/sendLater";
import { sendMessage } from "$lib/actions/sendMessage";
import { handleKeydown } from "$lib/actions/shortcuts";
import { chat } from "$lib/controllers/chat.svelte";
import { clock } from "$lib/controllers/clock.svelte";
import { composer } from "$lib/controllers/composer.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { outbox } from "$lib/controllers/outbox.svelte";
import { preferences } from "$lib/controllers/preferences.svelte";
import { session } from "$lib/controllers/session.svelte";
import { keepUndo } from "$lib/dom/undo";
import { outboxActions, outboxGroup } from "$lib/format/outboxRow";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { conversation, ME, message, PEOPLE, queued } from "./fixtures";
import { byTestId, setUpWindow } from "./setUpWindow";

const HOUR = 3_600_000;
let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
  preferences.apply({ ...preferences.value, takeBackSeconds: 0 });
});

async function write(text: string): Promise<void> {
  await chat.open("c1");
  await eventually(() => expect(chat.row?.id).toBe("c1"));
  composer.type(text);
}

test("a sent message can be taken back, but not a customer's", async () => {
  preferences.apply({ ...preferences.value, takeBackSeconds: 4 });
  await write("حاضر");
  await sendMessage();
  expect(shell.argsOf("send_with_take_back")).toMatchObject([{ conversation: "c1", text: "حاضر", seconds: 4 }]);
  session.account = { ...session.account!, me: { ...ME, role: "user" } };
  composer.type("شكراً");
  await sendMessage();
  expect(shell.argsOf("send")).toMatchObject([{ text: "شكراً" }]);
});

test("what was typed since follows what is taken back", async () => {
  const row = message("c1", Date.now(), ME, "أول", { localId: "t1", delivery: { state: "pending" }, schedule: { kind: "take-back", at: Date.now() + 4_000 } });
  await write("ثان");
  shell.outbox = [queued("t1", conversation("c1", [PEOPLE.sara], {}), "أول\nثان")];
  render(MessageBubble, { row, first: true, last: true });
  byTestId("take-back")!.click();
  await eventually(() => expect(composer.text).toBe("أول\nثان"));
  expect(shell.argsOf("save_draft").at(-1)).toMatchObject({ text: "ثان" });
  expect(shell.argsOf("take_back")).toEqual([{ localId: "t1" }]);
});

test("one press of Ctrl+Z takes one thing back: the field's last step, then the message", async () => {
  const stop = keepUndo();
  window.addEventListener("keydown", handleKeydown);
  const row = message("c1", Date.now(), ME, "أول", { localId: "t1", delivery: { state: "pending" }, schedule: { kind: "take-back", at: Date.now() + 4_000 } });
  shell.messages["c1"]?.push(row);
  shell.outbox = [queued("t1", conversation("c1", [PEOPLE.sara], {}), "أول")];
  await chat.open("c1");
  await eventually(() => expect(chat.messages.rows.at(-1)?.localId).toBe("t1"));
  render(Composer);
  const field = byTestId("composer") as HTMLTextAreaElement;
  const undo = () => field.dispatchEvent(new KeyboardEvent("keydown", { key: "z", code: "KeyZ", ctrlKey: true, bubbles: true, cancelable: true }));
  field.focus();
  field.dispatchEvent(new InputEvent("beforeinput", { bubbles: true, inputType: "insertText" }));
  field.value = "ثان";
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
  undo();
  expect(composer.text).toBe("");
  expect(outbox.busy.has("t1"), "the message is not being taken back").toBe(false);
  undo();
  await eventually(() => expect(composer.text).toBe("أول"));
  await eventually(() => expect(field.value).toBe("أول"));
  undo();
  expect(composer.text, "what was taken back is nowhere else").toBe("أول");
  window.removeEventListener("keydown", handleKeydown);
  stop();
});

test("each offered time lies ahead, and the condition is sent", async () => {
  for (const { at } of SEND_TIMES) expect(at()).toBeGreaterThan(clock.exactNow());
  await write("هل ما زلت معنا؟");
  const at = clock.exactNow() + HOUR;
  await sendLater("unless-written", at);
  expect(shell.argsOf("send_later")).toMatchObject([{ schedule: { kind: "unless-written", at } }]);
  expect(composer.text).toBe("");
});

test("a refused time leaves the text in the composer", async () => {
  shell.refuse["send_later"] = "bad-time";
  await write("لاحقاً");
  await sendLater("later", clock.exactNow() - HOUR);
  await eventually(() => expect(composer.text).toBe("لاحقاً"));
});

test("a time in the past is a sentence at the field", async () => {
  await write("لاحقاً");
  expect(askWhenToSend()).toBe(true);
  render(SendLaterDialog);
  await eventually(() => expect(byTestId("send-later-time")).not.toBeNull());
  byTestId("send-later-day-today")!.click();
  const field = byTestId("send-later-time") as HTMLInputElement;
  for (const [typed, sentence] of [["0:00", "snooze-past"], ["25", "snooze-bad-time"]] as const) {
    field.value = typed;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    document.querySelector("form")!.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
    await eventually(() => expect(byTestId("send-later-failure")?.textContent).toBe(i18n.t(sentence)));
    await eventually(() => expect(document.activeElement, "the field that was refused").toBe(field));
  }
  layout.dialog = null;
  expect(composer.text).toBe("لاحقاً");
});

test("the outbox says when it leaves, or why it did not", async () => {
  const row = conversation("c1", [PEOPLE.sara], {});
  const later = queued("s1", row, "غداً", { waits: "scheduled", schedule: { kind: "later", at: Date.now() + HOUR } });
  const dropped = queued("s2", row, "هل ما زلت معنا؟", { state: { state: "cancelled", at: Date.now(), reason: "other-side-wrote" } });
  shell.outbox = [later, dropped];
  outbox.applyAnswer({ rows: shell.outbox, revision: 1e6 });
  expect([later, dropped].map(outboxGroup)).toEqual(["scheduled", "needs"]);
  expect(outboxActions(later, true)).toContain("rewrite");
  const { container } = render(OutboxPane);
  const words = [...container.querySelectorAll(".why")].map((why) => why.textContent);
  expect(words.some((text) => text.includes(i18n.t("outbox-dropped")))).toBe(true);
  expect(words.some((text) => text.includes(i18n.time(later.schedule!.at!)))).toBe(true);
  byTestId("outbox-dismiss")!.click();
  await eventually(() => expect(shell.argsOf("dismiss_dropped")).toEqual([{ localId: "s2" }]));
});
