// What a page asks before its script is there, and what it is told until it can handle it.
import { beforeEach, expect, test } from "vitest";
import { layout } from "$lib/controllers/layout.svelte";
import { preferences } from "$lib/controllers/preferences.svelte";
import { session } from "$lib/controllers/session.svelte";
import { startWindow } from "$lib/controllers/startWindow";
import { switchAccount } from "$lib/controllers/navigation";
import { toasts } from "$lib/controllers/toasts.svelte";
import { loadContent } from "$lib/controllers/windowContent";
import type { StartUp } from "$lib/ipc";
import { inbox } from "$lib/controllers/inbox.svelte";
import { askEarly } from "./askEarly";
import { eventually } from "./eventually";
import { FakeShell, tell } from "./fakeShell";

let shell: FakeShell;
const early = () => (window as unknown as { earlyQuestion: { answer: Promise<unknown> } }).earlyQuestion;
const connecting = (since: number) => ({ state: "connecting" as const, since, waking: false });

beforeEach(() => {
  shell = new FakeShell();
  switchAccount(null);
  toasts.list = [];
});

test("what was asked early is not asked again", async () => {
  askEarly();
  await early().answer;
  await startWindow();
  expect(shell.argsOf("start_up")).toHaveLength(1);
  expect(inbox.rows.length).toBeGreaterThan(0);
});

test("what is told between the answer and the window's script comes after the answer", async () => {
  askEarly();
  await early().answer;
  await shell.connect(connecting(5));
  await startWindow();
  expect(session.connection).toEqual(connecting(5));
});

/** An answer as everything stood when it was asked for, which comes when `release` is called. */
function olderAnswer(): { answer: Promise<StartUp>; release: () => void } {
  const asked = structuredClone(shell.answer("start_up", { limit: 20 })) as StartUp;
  let release = () => {};
  const answer = new Promise<StartUp>((done) => (release = () => done(asked)));
  return { answer, release };
}

test("what is told while the first answer is on its way holds after it", async () => {
  const { answer, release } = olderAnswer();
  askEarly();
  Object.assign(early(), { answer });
  const started = startWindow();
  await shell.connect(connecting(7));
  release();
  await started;
  expect(session.connection, "the answer is older").toEqual(connecting(7));
});

test("what is told while the window is filled again holds after it", async () => {
  askEarly();
  await startWindow();
  const { answer, release } = olderAnswer();
  const filled = loadContent(answer);
  await shell.connect(connecting(8));
  await tell("preferencesChanged", { ...shell.preferences, theme: "dark" });
  release();
  await filled;
  expect([session.connection, preferences.value.theme]).toEqual([connecting(8), "dark"]);
});

test("who wants to end the program does not wait for an answer", async () => {
  const { answer, release } = olderAnswer();
  askEarly();
  Object.assign(early(), { answer });
  const started = startWindow();
  await tell("closeAsked");
  await eventually(() => expect(layout.dialog).toBe("close"));
  release();
  await started;
  layout.dialog = null;
});

test("a refusal is told, and later events are handled", async () => {
  shell.refuse["start_up"] = "internal";
  askEarly();
  await startWindow();
  expect([session.started, toasts.list.length]).toEqual([true, 1]);
  await shell.connect(connecting(9));
  await eventually(() => expect(session.connection).toEqual(connecting(9)));
});
