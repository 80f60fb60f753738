// A file that somebody sent: the account's own server asks for a token that no browser has, all others are the browser's.
import { fireEvent, render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import { session } from "$lib/controllers/session.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { isOnServer } from "$lib/format/connection";
import FileMessage from "$screens/chat/FileMessage.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
});

function press(url: string): Promise<boolean> {
  render(FileMessage, { file: { url, name: "bill.pdf", size: 13 }, message: "m1" });
  const card = byTestId("file-message");
  if (!card) throw new Error("no card");
  return fireEvent.click(card);
}

test("a file of the own server is saved, and where it is is said", async () => {
  session.setAccount(shell.account && { ...shell.account, server: "http://192.168.1.9:4000" });
  await press("http://192.168.1.9:4000/uploads/bill.pdf");
  await eventually(() => expect(shell.argsOf("save_file")).toEqual([{ message: "m1" }]));
  expect(shell.argsOf("open_link"), "a browser would be refused").toEqual([]);
  await eventually(() => expect(toasts.list.map(({ text }) => text).join()).toContain("/home/agent/Downloads/bill.pdf"));
});

test("a file elsewhere is opened by the browser", async () => {
  await press("https://elsewhere.example/bill.pdf");
  await eventually(() => expect(shell.argsOf("open_link")).toHaveLength(1));
  expect(shell.argsOf("save_file"), "it is not fetched").toEqual([]);
});

test("only the same scheme, host and port are the own server", () => {
  const server = "http://192.168.1.9:4000";
  const told = (address: string) => isOnServer(address, server);
  expect(["/uploads/a", "http://192.168.1.9:4000/a"].map(told)).toEqual([true, true]);
  expect(["https://192.168.1.9:4000/a", "http://192.168.1.9:4001/a", "http://192.168.1.9:4000@evil.example/a", "//evil.example/a", "http://[", ""].map(told)).toEqual([false, false, false, false, false, true]);
  expect(isOnServer("/uploads/a", ""), "nobody is signed in").toBe(false);
});
