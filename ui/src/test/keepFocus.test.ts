// The keyboard focus stays where the user works.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { beforeEach, expect, test } from "vitest";
import MessageEditor from "$lib/components/MessageEditor.svelte";
import MainScreen from "$screens/MainScreen.svelte";
import Dialogs from "$screens/dialogs/Dialogs.svelte";
import SettingsScreen from "$screens/settings/SettingsScreen.svelte";
import OutboxPane from "$screens/outbox/OutboxPane.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { inbox } from "$lib/controllers/inbox.svelte";
import { handleKeydown } from "$lib/actions/shortcuts";
import { showConversation } from "$lib/controllers/navigation";
import { keepWindowFocus } from "$lib/dom/keepWindowFocus";
import { isClosed } from "$lib/format/conversation";
import { layout } from "$lib/controllers/layout.svelte";
import { outbox } from "$lib/controllers/outbox.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { byTestId, outboxRow, setUpWindow } from "./setUpWindow";

let shell: FakeShell;
const inRow = (localId: string, id: string) => document.querySelector<HTMLElement>(`[data-local="${localId}"] [data-testid="${id}"]`);
const rowWithFocus = () => document.activeElement?.closest<HTMLElement>("[data-local]")?.dataset["local"];
const press = (key: string) => new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });

beforeEach(async () => {
  shell = await setUpWindow();
});

test("after an action the focus stays in its row", async () => {
  render(OutboxPane);
  inRow("l2", "outbox-cancel")?.focus();
  inRow("l2", "outbox-cancel")?.click();
  await eventually(() => expect(inRow("l2", "outbox-restore")).not.toBeNull());
  await eventually(() => expect(rowWithFocus()).toBe("l2"));
});

test("after a row is gone the focus is in the list", async () => {
  render(OutboxPane);
  inRow("q1", "outbox-confirm")?.focus();
  inRow("q1", "outbox-confirm")?.click();
  await eventually(() => expect(inRow("q1", "outbox-open")).toBeNull());
  await eventually(() => expect(document.activeElement?.hasAttribute("data-pane-focus")).toBe(true));
});

test("Esc from an edit leaves the focus in its row", async () => {
  render(OutboxPane);
  inRow("l2", "outbox-edit")?.click();
  flushSync();
  expect(document.activeElement).toBe(byTestId("edit-text"));
  byTestId("edit-text")?.dispatchEvent(press("Escape"));
  flushSync();
  expect(outbox.edits.size).toBe(0);
  await eventually(() => expect(rowWithFocus()).toBe("l2"));
});

test("a focus that was moved away is not taken back", async () => {
  render(OutboxPane);
  inRow("l2", "outbox-copy")?.focus();
  (document.activeElement as HTMLElement).blur();
  shell.move("q1", null);
  await eventually(() => expect(inRow("q1", "outbox-open")).toBeNull());
  await new Promise((done) => setTimeout(done, 20));
  expect(document.activeElement).toBe(document.body);
});

test("the window begins with the focus in its list", async () => {
  const end = keepWindowFocus();
  await inbox.load();
  render(MainScreen);
  await eventually(() => expect(document.activeElement).toBe(document.querySelector('[data-testid="inbox"] [data-pane-focus]')));
  end();
});

test.each([{ key: null }, { key: "Shift" }])("the first list that comes has the focus, unless its filter is being used (%j)", async ({ key }) => {
  const end = keepWindowFocus();
  const conversations = shell.conversations.splice(0);
  await inbox.setFilter("all");
  render(MainScreen);
  const filter = () => document.querySelector<HTMLElement>('[data-testid="inbox"] [aria-pressed="true"]');
  await eventually(() => expect(document.activeElement).toBe(filter()));
  if (key) document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  shell.conversations.push(...conversations);
  shell.revision += 1;
  await inbox.load();
  const list = () => document.querySelector('[data-testid="inbox"] [data-pane-focus]');
  await eventually(() => expect(list()).not.toBeNull());
  await eventually(() => expect(document.activeElement).toBe(key ? filter() : list()));
  end();
});

test("a button beside the panes that goes leaves the focus to the list", async () => {
  const end = keepWindowFocus();
  await inbox.load();
  const root = document.body.appendChild(document.createElement("div"));
  const form = root.appendChild(document.createElement("form"));
  const button = form.appendChild(document.createElement("button"));
  button.focus();
  render(MainScreen, { target: root.appendChild(document.createElement("div")) });
  form.remove();
  await eventually(() => expect(document.activeElement).toBe(document.querySelector('[data-testid="inbox"] [data-pane-focus]')));
  end();
  root.remove();
});

test("a field of the settings that goes with its form leaves the focus to its section", async () => {
  const end = keepWindowFocus();
  layout.settingsOpen = true;
  layout.settingsPage = "lock";
  render(SettingsScreen);
  await eventually(() => expect(document.activeElement).toBe(byTestId("settings-search")));
  await eventually(() => expect(byTestId("pin-repeat")).not.toBeNull());
  byTestId("pin-repeat")?.focus();
  byTestId("pin-form")?.remove();
  await eventually(() => expect(document.activeElement).toBe(byTestId("settings-lock")));
  layout.closeSettings();
  end();
});

test("a button over the messages that goes gives the focus to them, not to a button in one of them", async () => {
  const end = keepWindowFocus();
  const middle = document.body.appendChild(document.createElement("div"));
  middle.innerHTML = '<div data-pane-focus tabindex="0"><button>091-2345678</button></div><div><button data-testid="jump">↓</button></div>';
  byTestId("jump")?.focus();
  byTestId("jump")?.remove();
  await eventually(() => expect(document.activeElement).toBe(middle.firstElementChild));
  middle.remove();
  end();
});

test("an editor takes the focus only when the edit begins", () => {
  outbox.startEdit(outboxRow("l2"));
  const first = render(MessageEditor, { localId: "l2" });
  flushSync();
  expect(document.activeElement).toBe(byTestId("edit-text"));
  first.unmount();
  render(MessageEditor, { localId: "l2" });
  flushSync();
  expect(document.activeElement).not.toBe(byTestId("edit-text"));
});

test("Esc leads from the outbox back to the chats", () => {
  layout.view = "outbox";
  handleKeydown(press("Escape"));
  expect(layout.view).toBe("chats");
});

test("Enter on the row of the open chat leads to what is written there", async () => {
  await inbox.load();
  render(MainScreen);
  showConversation("c1");
  await eventually(() => expect(document.activeElement).toBe(byTestId("composer")));
  document.querySelector<HTMLElement>('[data-testid="inbox"] [data-pane-focus]')?.focus();
  expect(document.activeElement).not.toBe(byTestId("composer"));
  showConversation("c1");
  await eventually(() => expect(document.activeElement).toBe(byTestId("composer")));
});

test.each([["c2", "composer"], ["c4", "chat"]])("Esc from the palette leads back to where the user was, in a closed chat too: %s", async (id, place) => {
  render(MainScreen);
  render(Dialogs);
  const stop = keepWindowFocus();
  showConversation(id);
  await eventually(() => expect(chat.row?.id).toBe(id));
  await eventually(() => expect(byTestId(isClosed(chat.row) ? "composer-closed" : "composer")).not.toBeNull());
  const before = place === "composer" ? byTestId("composer")! : document.querySelector<HTMLElement>("[data-chat-list]")!;
  for (const from of [before, document.querySelector<HTMLElement>("[data-chat-list]")!]) {
    from.focus();
    layout.dialog = "palette";
    await eventually(() => expect(document.activeElement).toBe(byTestId("palette-search")));
    byTestId("palette-search")?.dispatchEvent(press("Escape"));
    await eventually(() => expect(byTestId("palette")).toBeNull());
    await eventually(() => expect(document.activeElement).toBe(from));
  }
  stop();
});

test("Esc from a full-window chat focuses the inbox", async () => {
  await inbox.load();
  layout.singlePane = true;
  render(MainScreen);
  await chat.open("c1");
  flushSync();
  handleKeydown(press("Escape"));
  await eventually(() => expect(document.activeElement).toBe(document.querySelector('[data-testid="inbox"] [data-pane-focus]')));
  layout.singlePane = false;
});
