// What the settings ask for when they are opened: an answer, or why there is none and the way to ask again.
import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import SettingsScreen from "$screens/settings/SettingsScreen.svelte";
import { accounts } from "$lib/controllers/accounts.svelte";
import { Asked } from "$lib/controllers/asked.svelte";
import { cannedReplies } from "$lib/controllers/cannedReplies.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { imageHosts } from "$lib/controllers/imageHosts.svelte";
import { layout, type SettingsPage } from "$lib/controllers/layout.svelte";
import { storage } from "$lib/controllers/storage.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
  for (const asked of [accounts.known, cannedReplies.known, imageHosts.known, storage.report]) asked.forget();
});

test.for<[SettingsPage, string, string, string]>([
  ["replies", "canned_replies", "reply-row", "reply-none"],
  ["accounts", "accounts", "account", "accounts-none"],
  ["general", "image_hosts", "image-host", "settings-image-hosts-none"],
  ["storage", "storage_sizes", "storage-messages", "storage-messages"],
])("%s that could not be read say so, claim nothing, and are asked for again", async ([page, command, row, none]) => {
  shell.imageHosts = ["pictures.example"];
  shell.replies.known = { replies: [{ id: "r1", shortcut: "شكر", category: "", text: "شكراً لتواصلك" }], uses: [] };
  shell.refuse[command] = "disk-failed";
  layout.settingsPage = page;
  render(SettingsScreen);
  await eventually(() => expect(byTestId("ask-failure")?.textContent).toContain(i18n.errorText("disk-failed")));
  expect(document.body.textContent, "nobody knows whether there is nothing").not.toContain(i18n.t(none));
  delete shell.refuse[command];
  byTestId("ask-again")?.click();
  await eventually(() => expect(byTestId(row)).not.toBeNull());
  expect(byTestId("ask-failure")).toBeNull();
});

test("an answer to the question of whoever was signed in before is not taken", async () => {
  const answers: ((answer: string) => void)[] = [];
  const asked = new Asked<string>(() => new Promise((answer) => answers.push(answer)));
  const first = asked.load();
  asked.forget();
  const second = asked.ensure();
  answers[1]?.("hers");
  answers[0]?.("his");
  await Promise.all([first, second]);
  expect(asked.answer).toBe("hers");
});

test("what is on its way is not asked for a second time", async () => {
  let asks = 0;
  const asked = new Asked(() => Promise.resolve(++asks));
  await Promise.all([asked.ensure(), asked.ensure()]);
  await asked.ensure();
  expect(asked.answer).toBe(1);
});
