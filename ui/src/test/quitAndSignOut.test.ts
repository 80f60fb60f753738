// Quitting, signing out and signing in again: unsent messages are named first, drafts are written first.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import Composer from "$screens/chat/Composer.svelte";
import { beforeEach, expect, test } from "vitest";
import Dialogs from "$screens/dialogs/Dialogs.svelte";
import SignIn from "$screens/SignIn.svelte";
import { keepUndo } from "$lib/dom/undo";
import { switchAccount, showConversation } from "$lib/controllers/navigation";
import { chat } from "$lib/controllers/chat.svelte";
import { composer, saveDrafts } from "$lib/controllers/composer.svelte";
import { handleKeydown } from "$lib/actions/shortcuts";
import { imageHosts } from "$lib/controllers/imageHosts.svelte";
import { inbox } from "$lib/controllers/inbox.svelte";
import { promised } from "$lib/controllers/promise.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { quit } from "$lib/controllers/quit.svelte";
import { outbox } from "$lib/controllers/outbox.svelte";
import { session } from "$lib/controllers/session.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { byTestId, outboxRow, setUpWindow } from "./setUpWindow";

let shell: FakeShell;
const order = (...commands: string[]) => shell.calls.map((call) => call.command).filter((command) => commands.includes(command));
const pressQuit = () => handleKeydown(new KeyboardEvent("keydown", { key: "q", ctrlKey: true, cancelable: true }));

beforeEach(async () => {
  shell = await setUpWindow();
});

test("signing out first names what is unsent and kept", async () => {
  layout.dialog = "sign-out";
  render(Dialogs);
  const { waiting, failed, drafts } = shell.unsent();
  await eventually(() => expect(byTestId("unsent")).not.toBeNull());
  const said = byTestId("unsent")?.textContent ?? "";
  expect(said).toContain(i18n.t("unsent-waiting", { count: waiting }));
  expect(said).toContain(i18n.t("unsent-failed", { count: failed }));
  expect(said).toContain(i18n.t("unsent-drafts", { count: drafts }));
  expect(document.body.textContent).toContain(i18n.t("sign-out-note-unsent"));
});

test("quitting asks first and tells the shell the answer", async () => {
  render(Dialogs);
  await shell.quitAsked();
  await eventually(() => expect(byTestId("quit-dialog")?.textContent).toContain(i18n.t("quit-note", { count: shell.unsent().waiting })));
  byTestId("quit-stay")?.click();
  await eventually(() => expect(shell.argsOf("cancel_quit").length).toBe(1));
  expect(layout.dialog).toBeNull();
  await shell.quitAsked();
  await eventually(() => expect(byTestId("quit-now")).not.toBeNull());
  byTestId("quit-now")?.click();
  await eventually(() => expect(shell.argsOf("quit").length).toBe(1));
});

test("the quit dialog names held and failed messages", () => {
  quit.unsent = { waiting: 0, scheduled: 0, held: 2, failed: 1, drafts: 1 };
  layout.dialog = "quit";
  render(Dialogs);
  const said = byTestId("quit-dialog")?.textContent ?? "";
  expect(said).toContain(i18n.t("quit-note-kept"));
  for (const [key, count] of Object.entries({ "unsent-held": 2, "unsent-failed": 1, "unsent-drafts": 1 })) expect(said).toContain(i18n.t(key, { count }));
  expect(said).not.toContain("next time");
});

test("another view in place of the quit dialog cancels quitting", async () => {
  await shell.quitAsked();
  showConversation("c1");
  expect([shell.argsOf("cancel_quit").length, layout.dialog]).toEqual([1, null]);
  switchAccount(shell.account);
  layout.dialog = "quit";
  switchAccount(null);
  expect(shell.argsOf("cancel_quit").length).toBe(2);
});

test("another view in place of the question before closing answers it, too", () => {
  layout.dialog = "close";
  showConversation("c1");
  expect([shell.argsOf("close_answered").length, layout.dialog]).toEqual([1, null]);
});

test("quitting writes the draft first", async () => {
  await chat.open("c1");
  composer.type("لم يكتمل");
  pressQuit();
  await eventually(() => expect(order("save_draft", "ask_to_quit")).toEqual(["save_draft", "ask_to_quit"]));
});

test("quitting waits for a running draft write", async () => {
  let written = () => undefined as void;
  shell.holds["save_draft"] = new Promise((done) => (written = done));
  await chat.open("c1");
  composer.type("لم يكتمل");
  void composer.save();
  pressQuit();
  await new Promise((done) => setTimeout(done, 20));
  expect(shell.argsOf("ask_to_quit")).toEqual([]);
  written();
  await eventually(() => expect(shell.argsOf("ask_to_quit").length).toBe(1));
});

test("quitting turns both edits of a chat into its draft", async () => {
  outbox.startEdit(outboxRow("q2"));
  outbox.updateEdit("q2", "أولى");
  outbox.startEdit(outboxRow("q3"));
  outbox.updateEdit("q3", "ثانية");
  pressQuit();
  await eventually(() => expect(shell.argsOf("ask_to_quit").length).toBe(1));
  expect(shell.argsOf("save_draft").at(-1)).toEqual({ conversation: "c7", text: "أولى\nثانية" });
  expect(outbox.edits.size).toBe(0);
});

test("signing out writes the drafts first", async () => {
  outbox.startEdit(outboxRow("q4"));
  outbox.updateEdit("q4", "نص معدّل");
  layout.dialog = "sign-out";
  render(Dialogs);
  await eventually(() => expect((byTestId("sign-out-confirm") as HTMLButtonElement | null)?.disabled).toBe(false));
  byTestId("sign-out-confirm")?.click();
  await eventually(() => expect(order("save_draft", "sign_out")).toEqual(["save_draft", "sign_out"]));
});

test("confirming to quit writes the drafts first", async () => {
  render(Dialogs);
  outbox.startEdit(outboxRow("q4"));
  outbox.updateEdit("q4", "نص معدّل");
  await shell.quitAsked();
  await eventually(() => expect(byTestId("quit-now")).not.toBeNull());
  byTestId("quit-now")?.click();
  await eventually(() => expect(order("save_draft", "quit")).toEqual(["save_draft", "quit"]));
});

test("the shell's end waits for the drafts", async () => {
  outbox.startEdit(outboxRow("q4"));
  outbox.updateEdit("q4", "نص معدّل");
  await shell.typedAsked();
  await eventually(() => expect(order("save_draft", "drafts_flushed")).toEqual(["save_draft", "drafts_flushed"]));
});

test("signing in again writes the drafts first", async () => {
  outbox.startEdit(outboxRow("q4"));
  outbox.updateEdit("q4", "نص معدّل");
  render(SignIn, { again: session.account });
  byTestId("tab-token")?.click();
  flushSync();
  const field = byTestId("token") as HTMLInputElement;
  field.value = "t";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
  byTestId("sign-in-button")?.click();
  await eventually(() => expect(order("save_draft", "sign_in")).toEqual(["save_draft", "sign_in"]));
});

test("signing out waits for the count of unsent messages", async () => {
  let answer = () => undefined as void;
  shell.holds["unsent"] = new Promise((done) => (answer = done));
  layout.dialog = "sign-out";
  render(Dialogs);
  flushSync();
  const confirm = byTestId("sign-out-confirm") as HTMLButtonElement;
  expect(confirm.disabled).toBe(true);
  answer();
  await eventually(() => expect(confirm.disabled).toBe(false));
});

test("a failed count is not taken for zero", async () => {
  shell.refuse["unsent"] = "disk-failed";
  layout.dialog = "sign-out";
  render(Dialogs);
  await eventually(() => expect(document.body.textContent).toContain(i18n.t("sign-out-note-unknown")));
  expect((byTestId("sign-out-confirm") as HTMLButtonElement).disabled).toBe(false);
});

test("signing in again names unsent messages and their owner", async () => {
  render(SignIn, { again: session.account });
  await eventually(() => expect(byTestId("unsent")).not.toBeNull());
  expect(byTestId("sign-in-other")?.textContent).toContain(session.account?.me.name);
});

test("signing in again with nothing unsent says nothing", async () => {
  shell.outbox = [];
  shell.conversations.forEach((row) => (row.draft = null));
  render(SignIn, { again: session.account });
  await eventually(() => expect(shell.argsOf("unsent").length).toBe(1));
  expect([byTestId("unsent"), byTestId("sign-in-other")]).toEqual([null, null]);
});

test("the quitting key asks while a text is being typed", async () => {
  render(Dialogs);
  shell.outbox = [];
  const field = document.createElement("textarea");
  document.body.append(field);
  field.focus();
  field.value = "نصف جملة";
  pressQuit();
  await eventually(() => expect(byTestId("quit-dialog")).not.toBeNull());
  expect(shell.argsOf("ask_to_quit")).toEqual([]);
  byTestId("quit-now")?.click();
  await eventually(() => expect(shell.argsOf("quit").length).toBe(1));
  field.remove();
});

/** Somebody's account in place of the one that is signed in. */
const otherAccount = () => shell.account && { ...shell.account, me: { ...shell.account.me, id: "u-other" } };

/** Types a text that the disk does not take, and locks the window or signs out. */
async function typeAndLeave(text: string): Promise<void> {
  shell.refuse["save_draft"] = "disk-full";
  switchAccount(shell.account);
  await chat.open("c1");
  composer.type(text);
  await composer.save();
  switchAccount(null);
  await saveDrafts();
}

test("a draft that could not be written is not the next account's", async () => {
  await typeAndLeave("for my eyes");
  delete shell.refuse["save_draft"];
  const written = shell.argsOf("save_draft").length;
  switchAccount(otherAccount());
  await chat.open("c1");
  expect(composer.text).toBe("");
  await chat.open("c3");
  await saveDrafts();
  expect(shell.argsOf("save_draft").length, "it was kept as the other's draft").toBe(written);
});

test("nor is it where the next account signs in at once", async () => {
  shell.refuse["save_draft"] = "disk-full";
  switchAccount(shell.account);
  await chat.open("c1");
  composer.type("for my eyes");
  await composer.save();
  delete shell.refuse["save_draft"];
  const written = shell.argsOf("save_draft").length;
  switchAccount(otherAccount());
  await saveDrafts();
  expect(shell.argsOf("save_draft").length, "it was kept as the other's draft").toBe(written);
});

test("a view that another account chose hides none of the next one's chats, and stays over a lock", async () => {
  switchAccount(shell.account);
  await inbox.setFilter("snoozed");
  switchAccount(null);
  switchAccount(shell.account);
  expect(inbox.filter, "over a lock").toBe("snoozed");
  switchAccount(null);
  switchAccount(otherAccount());
  expect(inbox.filter, "under the next account").toBe("open");
  expect(shell.preferences.inboxFilter, "also after a restart").toBe("open");
});

test("a view ends with the session of whoever chose it", async () => {
  switchAccount(shell.account);
  await inbox.setFilter("snoozed");
  expect(await session.signOut({ scope: "me", leftBehind: "everything" })).toBe(true);
  expect(shell.preferences.inboxFilter).toBe("open");
});

test("a lock in between loses no draft that could not be written", async () => {
  await typeAndLeave("for my eyes");
  switchAccount(shell.account);
  await chat.open("c1");
  expect(composer.text).toBe("for my eyes");
});

test("what another account typed does not come back by undo", async () => {
  const stop = keepUndo();
  switchAccount(shell.account);
  await chat.open("c1");
  render(Composer);
  flushSync();
  const field = () => byTestId("composer") as HTMLTextAreaElement;
  for (const text of ["for", "for my", "for my eyes", ""]) {
    field().dispatchEvent(new InputEvent("beforeinput", { bubbles: true, inputType: "insertText" }));
    field().value = text;
    field().setSelectionRange(text.length, text.length);
    field().dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
  }
  flushSync();
  await composer.save();
  switchAccount(null);
  switchAccount(otherAccount());
  await chat.open("c1");
  flushSync();
  field().dispatchEvent(new KeyboardEvent("keydown", { key: "z", code: "KeyZ", ctrlKey: true, bubbles: true, cancelable: true }));
  expect(composer.text).toBe("");
  stop();
});

test("what another account promised or allowed is not the next one's", () => {
  switchAccount(shell.account);
  promised.sent("c1", "خلال ١٠ دقائق");
  imageHosts.known.answer = ["pictures.example"];
  expect(promised.in("c1")).toBe(10);
  switchAccount(null);
  switchAccount(otherAccount());
  expect([promised.in("c1"), imageHosts.known.answer]).toEqual([null, null]);
});
