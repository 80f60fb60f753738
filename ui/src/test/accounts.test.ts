// Who is remembered on a shared computer, and what signing out leaves.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { beforeEach, expect, test } from "vitest";
import { layout } from "$lib/controllers/layout.svelte";
import { session } from "$lib/controllers/session.svelte";
import Dialogs from "$screens/dialogs/Dialogs.svelte";
import SettingsScreen from "$screens/settings/SettingsScreen.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
  shell.outbox = [];
  shell.conversations.forEach((row) => (row.draft = null));
  shell.accounts.unshift({ server: "https://other.example", me: { id: "u9", name: "خالد", role: "restaurant", phone: null }, remembered: true });
});

function tick(testid: string): void {
  byTestId(testid)?.click();
  flushSync();
}

const box = (testid: string) => byTestId(testid) as HTMLInputElement | null;

test("signing out says who and what stays", async () => {
  layout.dialog = "sign-out";
  render(Dialogs);
  await eventually(() => expect(box("sign-out-remove")?.disabled).toBe(false));
  await eventually(() => expect(box("sign-out-everybody")).not.toBeNull());
  tick("sign-out-remove");
  tick("sign-out-everybody");
  byTestId("sign-out-confirm")?.click();
  await eventually(() => expect(shell.argsOf("sign_out")).toEqual([{ how: { scope: "everybody", leftBehind: "nothing" } }]));
});

test("what is not sent cannot be removed with the chats", async () => {
  for (const row of shell.conversations.slice(0, 1)) row.draft = "نصف جملة";
  layout.dialog = "sign-out";
  render(Dialogs);
  await eventually(() => expect(byTestId("unsent")).not.toBeNull());
  expect(box("sign-out-remove")?.disabled).toBe(true);
  byTestId("sign-out-confirm")?.click();
  await eventually(() => expect(shell.argsOf("sign_out")).toEqual([{ how: { scope: "me", leftBehind: "everything" } }]));
});

test("a refused sign-out keeps the dialog and the session", async () => {
  shell.refuse["sign_out"] = "unsent-remains";
  layout.dialog = "sign-out";
  render(Dialogs);
  await eventually(() => expect(box("sign-out-remove")?.disabled).toBe(false));
  byTestId("sign-out-confirm")?.click();
  await eventually(() => expect(shell.argsOf("sign_out").length).toBe(1));
  expect(layout.dialog).toBe("sign-out");
  expect(session.account).not.toBeNull();
});

test("an account that is remembered can be removed", async () => {
  layout.settingsPage = "accounts";
  render(SettingsScreen);
  await eventually(() => expect(document.querySelectorAll("[data-testid=account]").length).toBe(2));
  expect(document.querySelectorAll("[data-testid=account-forget]").length).toBe(1);
  tick("account-forget");
  await eventually(() => expect(shell.argsOf("forget_account")).toEqual([{ server: "https://other.example", user: "u9" }]));
  await eventually(() => expect(document.querySelectorAll("[data-testid=account]").length).toBe(1));
  tick("keep-accounts");
  await eventually(() => expect(shell.argsOf("change_preferences").at(-1)?.["changes"]).toMatchObject({ otherAccounts: "keep" }));
});
