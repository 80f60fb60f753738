// Buttons name the keys that work: the user's own, where they were changed.
import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import ChatPane from "$screens/chat/ChatPane.svelte";
import InboxPane from "$screens/inbox/InboxPane.svelte";
import SearchBox from "$screens/search/SearchBox.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { inbox } from "$lib/controllers/inbox.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { preferences } from "$lib/controllers/preferences.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
});

const chooseOwnKeys = (ownKeys: Record<string, string>) => (preferences.value = { ...preferences.value, ownKeys });

test("a button is called by its label and the keys that work", async () => {
  render(ChatPane);
  await chat.open(shell.conversations[0]!.id, shell.conversations[0]!);
  const cases = [
    ["star-conversation", "star-conversation", "head-star", "Ctrl+D"],
    ["emoji-button", "emoji", "emoji-button", "Ctrl+."],
    ["reply-panel-button", "reply-panel", "reply-panel", "Ctrl+/"],
  ] as const;
  for (const [button, action, label, usual] of cases) {
    await eventually(() => expect(byTestId(button)?.getAttribute("aria-label")).toBe(`${i18n.t(label)} (${usual})`));
    chooseOwnKeys({ [action]: "Ctrl+KeyU" });
    await eventually(() => expect(byTestId(button)?.getAttribute("aria-label")).toBe(`${i18n.t(label)} (Ctrl+U)`));
    expect(byTestId(button)?.title).toBe(byTestId(button)?.getAttribute("aria-label"));
    chooseOwnKeys({});
  }
});

test("where nothing is starred the keys for it are named", async () => {
  for (const row of shell.conversations) row.starred = false;
  chooseOwnKeys({ "star-conversation": "Ctrl+KeyU" });
  render(InboxPane);
  await inbox.setFilter("starred");
  await eventually(() => expect(document.body.textContent).toContain("Ctrl+U"));
  expect(document.body.textContent).not.toContain("Ctrl+D");
  chooseOwnKeys({});
});

test("without shortcuts no button names keys that do nothing", async () => {
  preferences.value = { ...preferences.value, shortcuts: "off" };
  render(ChatPane);
  render(SearchBox);
  await chat.open(shell.conversations[0]!.id, shell.conversations[0]!);
  await eventually(() => expect(byTestId("emoji-button")?.getAttribute("aria-label")).toBe(i18n.t("emoji-button")));
  expect(byTestId("star-conversation")?.title).toBe(i18n.t("head-star"));
  expect(document.querySelector("kbd"), "keys beside the search").toBeNull();
  expect(byTestId("search")?.hasAttribute("aria-keyshortcuts")).toBe(false);
  preferences.value = { ...preferences.value, shortcuts: "on" };
  await eventually(() => expect(document.querySelector("kbd")?.textContent).toBe("Ctrl K"));
  chooseOwnKeys({ search: "Ctrl+KeyU" });
  await eventually(() => expect(document.querySelector("kbd")?.textContent).toBe("Ctrl U"));
  chooseOwnKeys({});
});
