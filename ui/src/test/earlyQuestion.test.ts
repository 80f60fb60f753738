// What a page asks before its script is there, and what it is told until it can handle it.
import { beforeEach, expect, test } from "vitest";
import { session } from "$lib/controllers/session.svelte";
import { startWindow } from "$lib/controllers/startWindow";
import { switchAccount } from "$lib/controllers/navigation";
import { toasts } from "$lib/controllers/toasts.svelte";
import { inbox } from "$lib/controllers/inbox.svelte";
import { askEarly } from "./askEarly";
import { eventually } from "./eventually";
import { FakeShell } from "./fakeShell";

let shell: FakeShell;
const early = () => (window as unknown as { earlyQuestion: { isAnswered: boolean } }).earlyQuestion;

beforeEach(() => {
  shell = new FakeShell();
  switchAccount(null);
  toasts.list = [];
});

test("what was asked early is not asked again", async () => {
  askEarly();
  await eventually(() => expect(early().isAnswered).toBe(true));
  await startWindow();
  expect(shell.argsOf("start_up")).toHaveLength(1);
  expect(inbox.rows.length).toBeGreaterThan(0);
});

test("what is told between the answer and the window's script comes after the answer", async () => {
  askEarly();
  await eventually(() => expect(early().isAnswered).toBe(true));
  await shell.connect({ state: "connecting", since: 5, waking: false });
  await startWindow();
  expect(session.connection).toEqual({ state: "connecting", since: 5, waking: false });
});

test("what is told while an answer takes long is handled before it", async () => {
  let release = () => {};
  let isAsked = false;
  const held = new Promise<void>((done) => (release = done));
  Object.defineProperty(shell.holds, "start_up", { get: () => ((isAsked = true), held) });
  askEarly();
  await eventually(() => expect(isAsked).toBe(true));
  const started = startWindow();
  await shell.connect({ state: "connecting", since: 7, waking: false });
  await eventually(() => expect(session.connection, "nobody waits for the answer").toEqual({ state: "connecting", since: 7, waking: false }));
  release();
  await started;
  expect(shell.argsOf("start_up")).toHaveLength(1);
});

test("a refusal is told, and later events are handled", async () => {
  shell.refuse["start_up"] = "internal";
  askEarly();
  await startWindow();
  expect([session.started, toasts.list.length]).toEqual([true, 1]);
  await shell.connect({ state: "connecting", since: 9, waking: false });
  await eventually(() => expect(session.connection).toEqual({ state: "connecting", since: 9, waking: false }));
});
