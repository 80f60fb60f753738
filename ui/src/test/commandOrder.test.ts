// Commands are applied in the order in which the user acted, whatever each of them takes.
import { beforeEach, expect, test } from "vitest";
import { chat } from "$lib/controllers/chat.svelte";
import { composer } from "$lib/controllers/composer.svelte";
import { ipc } from "$lib/ipc";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
});

const ACTS = {
  open_conversation: () => ipc.openConversation("c6"),
  close_conversation: () => ipc.closeConversation("c6"),
  mark_seen: () => ipc.markSeen("c6", { createdAt: 1, id: "m" }),
  save_draft: () => ipc.saveDraft("c6", "نص"),
  send: () => ipc.send("c6", "نص"),
  retry: () => ipc.retry("l1"),
  discard: () => ipc.discard("l1"),
  edit_message: () => ipc.editMessage("l1", "نص"),
  restore_message: () => ipc.restoreMessage("l1"),
  confirm_sent: () => ipc.confirmSent("l1"),
  star_conversation: () => ipc.starConversation("c6"),
  unstar_conversation: () => ipc.unstarConversation("c6"),
};

type Act = keyof typeof ACTS;
const NAMES = Object.keys(ACTS) as Act[];

/** Holds a command back until the returned function is called. */
function hold(command: Act): () => void {
  let release = () => undefined as void;
  shell.holds[command] = new Promise((done) => (release = done));
  return release;
}

/** Several turns of the event loop: enough for a command that waits for nothing. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((done) => setTimeout(done));
}

test("of two commands the first is done before the second begins", async () => {
  for (const first of NAMES) {
    for (const second of NAMES.filter((name) => name !== first)) {
      shell.calls = [];
      const release = hold(first);
      const both = Promise.allSettled([ACTS[first](), ACTS[second]()]);
      await turns();
      expect(shell.argsOf(second), `${second} waits for ${first}`).toEqual([]);
      release();
      await both;
      delete shell.holds[first];
      expect(shell.calls.map((call) => call.command).filter((name) => name === first || name === second)).toEqual([first, second]);
    }
  }
});

test("a command that fails holds up nothing", async () => {
  shell.refuse["save_draft"] = "disk-full";
  const failed = expect(ipc.saveDraft("c6", "نص")).rejects.toThrow("disk-full");
  await ipc.send("c6", "نص");
  await failed;
  expect(shell.argsOf("send").length).toBe(1);
});

test("a draft that is saved slowly does not outlive its message", async () => {
  await chat.open("c6");
  const release = hold("save_draft");
  composer.type("وصل الطلب");
  void composer.save();
  const sent = chat.send();
  await turns();
  expect(shell.argsOf("send")).toEqual([]);
  release();
  await sent;
  const order = shell.calls.map((call) => call.command).filter((name) => name === "save_draft" || name === "send");
  expect(order).toEqual(["save_draft", "send"]);
});

test("a message that lands later leaves the next chat alone", async () => {
  await chat.open("c6");
  composer.type("وصل الطلب");
  const release = hold("send");
  const sent = chat.send();
  const before = chat.newestAsked;
  const opened = chat.open("c7");
  chat.readState.divider = { at: "m1", count: 1 };
  release();
  await Promise.all([sent, opened.catch(() => undefined)]);
  await eventually(() => expect(shell.argsOf("send").length).toBe(1));
  expect(chat.newestAsked, "the list of the next chat stays where it is").toBe(before);
});

test("a chat that is opened again while its draft is being written has every word", async () => {
  await chat.open("c6");
  const before = chat.row;
  composer.type("وصل الطلب");
  const release = hold("save_draft");
  await chat.open("c7");
  void chat.open("c6", before);
  expect(composer.text, "the row does not know of the draft yet").toBe("وصل الطلب");
  composer.type(`${composer.text} ناقصاً`);
  release();
  await eventually(() => expect(shell.argsOf("save_draft").at(-1)).toEqual({ conversation: "c6", text: "وصل الطلب ناقصاً" }));
});

test("a chat that is opened again while its message is being queued does not show it once more as a draft", async () => {
  await chat.open("c6");
  composer.type("وصل الطلب");
  await composer.save();
  if (chat.row === null) throw new Error("the chat has its row");
  const before = { ...chat.row, draft: "وصل الطلب" };
  const release = hold("send");
  const sent = chat.send();
  await chat.open("c7");
  void chat.open("c6", before);
  expect(composer.text).toBe("");
  await turns();
  expect(composer.text, "the answer of before the message is no news").toBe("");
  release();
  await sent;
});
