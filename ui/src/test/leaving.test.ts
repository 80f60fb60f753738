// Leaving, by quitting or by signing out, says first what stays behind and loses nothing that was typed.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { beforeEach, expect, test, vi } from "vitest";
import Dialogs from "$screens/dialogs/Dialogs.svelte";
import SignIn from "$screens/SignIn.svelte";
import { follow, show } from "$lib/state/app";
import { chat } from "$lib/state/chat.svelte";
import { composer } from "$lib/state/composer.svelte";
import { onKey } from "$lib/state/keys";
import { layout } from "$lib/state/layout.svelte";
import { outbox } from "$lib/state/outbox.svelte";
import { session } from "$lib/state/session.svelte";
import { texts } from "$lib/state/i18n.svelte";
import type { FakeShell } from "./fake";
import { argsOf, one, rowOf, stage } from "./stage";

let shell: FakeShell;
const called = (command: string) => argsOf(shell, command);
const order = (...commands: string[]) => shell.calls.map((call) => call.command).filter((command) => commands.includes(command));
const pressQuit = () => onKey(new KeyboardEvent("keydown", { key: "q", ctrlKey: true, cancelable: true }));

beforeEach(async () => {
  shell = await stage();
});

test("signing out says first what waits and that it is kept", async () => {
  layout.dialog = "sign-out";
  render(Dialogs);
  const { waiting, failed, drafts } = shell.unsent();
  await vi.waitFor(() => expect(one("unsent")).not.toBeNull());
  const said = one("unsent")?.textContent ?? "";
  expect(said).toContain(texts.t("unsent-waiting", { count: waiting }));
  expect(said).toContain(texts.t("unsent-failed", { count: failed }));
  expect(said).toContain(texts.t("unsent-drafts", { count: drafts }));
  expect(document.body.textContent).toContain(texts.t("sign-out-note-unsent"));
});

test("quitting with messages that wait asks first; staying and quitting both tell the shell", async () => {
  render(Dialogs);
  await shell.quitAsked();
  await vi.waitFor(() => expect(one("quit-dialog")?.textContent).toContain(texts.t("quit-note", { count: shell.unsent().waiting })));
  one("quit-stay")?.click();
  await vi.waitFor(() => expect(called("stay").length).toBe(1));
  expect(layout.dialog).toBeNull();
  await shell.quitAsked();
  await vi.waitFor(() => expect(one("quit-now")).not.toBeNull());
  one("quit-now")?.click();
  await vi.waitFor(() => expect(called("quit").length).toBe(1));
});

test("the next opening is promised only to what is sent then; the rest is named", () => {
  layout.unsent = { waiting: 0, held: 2, failed: 1, drafts: 1 };
  layout.dialog = "quit";
  render(Dialogs);
  const said = one("quit-dialog")?.textContent ?? "";
  expect(said).toContain(texts.t("quit-note-kept"));
  for (const [key, count] of Object.entries({ "unsent-held": 2, "unsent-failed": 1, "unsent-drafts": 1 })) expect(said).toContain(texts.t(key, { count }));
  expect(said).not.toContain("next time");
});

test("whatever takes the place of the question whether to quit answers it: the user stays", async () => {
  await shell.quitAsked();
  show("c1");
  expect([called("stay").length, layout.dialog]).toEqual([1, null]);
  follow(shell.account);
  layout.dialog = "quit";
  follow(null);
  expect(called("stay").length).toBe(2);
});

test("a draft is on disk before quitting is asked", async () => {
  await chat.open("c1");
  composer.type("لم يكتمل");
  pressQuit();
  await vi.waitFor(() => expect(order("save_draft", "ask_to_quit")).toEqual(["save_draft", "ask_to_quit"]));
});

test("a draft that is being written is waited for", async () => {
  let written = () => undefined as void;
  shell.holds["save_draft"] = new Promise((done) => (written = done));
  await chat.open("c1");
  composer.type("لم يكتمل");
  void composer.save();
  pressQuit();
  await new Promise((done) => setTimeout(done, 20));
  expect(called("ask_to_quit")).toEqual([]);
  written();
  await vi.waitFor(() => expect(called("ask_to_quit").length).toBe(1));
});

test("texts under change are drafts before quitting is asked, two of one chat both", async () => {
  outbox.edit(rowOf("q2"));
  outbox.type("q2", "أولى");
  outbox.edit(rowOf("q3"));
  outbox.type("q3", "ثانية");
  pressQuit();
  await vi.waitFor(() => expect(called("ask_to_quit").length).toBe(1));
  expect(called("save_draft").at(-1)).toEqual({ conversation: "c7", text: "أولى\nثانية" });
  expect(outbox.edits.size).toBe(0);
});

test("signing out keeps what is being typed", async () => {
  outbox.edit(rowOf("q4"));
  outbox.type("q4", "نص معدّل");
  layout.dialog = "sign-out";
  render(Dialogs);
  await vi.waitFor(() => expect((one("sign-out-confirm") as HTMLButtonElement | null)?.disabled).toBe(false));
  one("sign-out-confirm")?.click();
  await vi.waitFor(() => expect(order("save_draft", "sign_out")).toEqual(["save_draft", "sign_out"]));
});

test("quitting that was asked for elsewhere keeps what is being typed once it is said yes to", async () => {
  render(Dialogs);
  outbox.edit(rowOf("q4"));
  outbox.type("q4", "نص معدّل");
  await shell.quitAsked();
  await vi.waitFor(() => expect(one("quit-now")).not.toBeNull());
  one("quit-now")?.click();
  await vi.waitFor(() => expect(order("save_draft", "quit")).toEqual(["save_draft", "quit"]));
});

test("an end that the window does not bring about waits for what is being typed", async () => {
  outbox.edit(rowOf("q4"));
  outbox.type("q4", "نص معدّل");
  await shell.typedAsked();
  await vi.waitFor(() => expect(order("save_draft", "typed_kept")).toEqual(["save_draft", "typed_kept"]));
});

test("signing in again keeps what is being typed: another account may come", async () => {
  outbox.edit(rowOf("q4"));
  outbox.type("q4", "نص معدّل");
  render(SignIn, { again: session.account });
  one("tab-token")?.click();
  flushSync();
  const field = one("token") as HTMLInputElement;
  field.value = "t";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
  one("sign-in-button")?.click();
  await vi.waitFor(() => expect(order("save_draft", "sign_in")).toEqual(["save_draft", "sign_in"]));
});

test("nobody signs out before it is known what stays behind", async () => {
  let answer = () => undefined as void;
  shell.holds["unsent"] = new Promise((done) => (answer = done));
  layout.dialog = "sign-out";
  render(Dialogs);
  flushSync();
  const confirm = one("sign-out-confirm") as HTMLButtonElement;
  expect(confirm.disabled).toBe(true);
  answer();
  await vi.waitFor(() => expect(confirm.disabled).toBe(false));
});

test("a count that failed is not taken for nothing", async () => {
  shell.refuse["unsent"] = "disk-failed";
  layout.dialog = "sign-out";
  render(Dialogs);
  await vi.waitFor(() => expect(document.body.textContent).toContain(texts.t("sign-out-note-unknown")));
  expect((one("sign-out-confirm") as HTMLButtonElement).disabled).toBe(false);
});

test("signing in again says what waits, and for whom it is kept from another account", async () => {
  render(SignIn, { again: session.account });
  await vi.waitFor(() => expect(one("unsent")).not.toBeNull());
  expect(one("sign-in-other")?.textContent).toContain(session.account?.me.name);
});

test("signing in again where nothing waits does not speak of other accounts", async () => {
  shell.outbox = [];
  shell.conversations.forEach((row) => (row.draft = null));
  render(SignIn, { again: session.account });
  await vi.waitFor(() => expect(called("unsent").length).toBe(1));
  expect([one("unsent"), one("sign-in-other")]).toEqual([null, null]);
});
