import { beforeEach, expect, test } from "vitest";
import { switchAccount, followLink } from "$lib/controllers/navigation";
import { chat } from "$lib/controllers/chat.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { eventually } from "./eventually";
import { FakeShell } from "./fakeShell";

let shell: FakeShell;

beforeEach(() => {
  shell = new FakeShell({ account: false });
  switchAccount(null);
  toasts.list = [];
});

function signIn(): void {
  shell.account = { server: "https://avvento-server.onrender.com", me: { id: "me", name: "المدير", role: "admin", phone: null }, remembered: true };
  switchAccount(shell.account);
}

test("a link from before the sign-in is followed once", async () => {
  const wanted = shell.conversations[1]?.id ?? "";
  shell.link = wanted;
  await followLink();
  expect(chat.id).toBeNull();
  signIn();
  await eventually(() => expect(chat.id).toBe(wanted));
  chat.close();
  await followLink();
  expect(chat.id).toBeNull();
});

test("a link leads from the outbox to the chat", async () => {
  signIn();
  layout.view = "outbox";
  shell.link = shell.conversations[0]?.id ?? "";
  await followLink();
  expect(layout.view).toBe("chats");
  expect(chat.id).toBe(shell.conversations[0]?.id);
});

test("a link that cannot be followed says why", async () => {
  signIn();
  for (const [code, told] of [
    ["not-found", "bad-link"],
    ["forbidden", "bad-link"],
    ["unreachable", "unreachable"],
  ]) {
    shell.refuse["follow_link"] = code ?? "";
    await followLink();
    expect(toasts.list.at(-1)?.code).toBe(told);
  }
});
