import { render } from "@testing-library/svelte";
import { createRawSnippet } from "svelte";
import { expect, test, vi } from "vitest";
import LogOut from "@lucide/svelte/icons/log-out";
import ContextMenu from "$lib/components/ContextMenu.svelte";
import Menu from "$lib/components/Menu.svelte";
import { handleKeydown } from "$lib/actions/shortcuts";
import { inbox } from "$lib/controllers/inbox.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { eventually } from "./eventually";
import { byTestId, setUpWindow } from "./setUpWindow";
import InboxList from "$screens/inbox/InboxList.svelte";

test("a button pressed before its menu is loaded opens it", async () => {
  const act = vi.fn();
  const children = createRawSnippet(() => ({ render: () => "<span>more</span>" }));
  render(Menu, { label: "More", testid: "more", entries: [{ key: "out", text: "Out", icon: LogOut, act, testid: "out" }], children });
  byTestId("more")?.click();
  // The module and all it stands on is transformed first, which takes as long as the machine is slow.
  await vi.dynamicImportSettled();
  await eventually(() => expect(byTestId("out")?.textContent).toContain("Out"));
});

test("the menu's key opens the menu of the list's active row, and gives the list its keys back", async () => {
  await setUpWindow();
  await inbox.setFilter("all");
  await eventually(() => expect(inbox.rows.length).toBeGreaterThan(1));
  render(InboxList);
  render(ContextMenu);
  const list = document.querySelector<HTMLElement>('[role="listbox"]')!;
  list.focus();
  for (const press of [{ key: "ContextMenu" }, { key: "F10", shiftKey: true }]) {
    await eventually(() => expect(list.getAttribute("aria-activedescendant")).not.toBeNull());
    const event = new KeyboardEvent("keydown", { ...press, bubbles: true, cancelable: true });
    list.dispatchEvent(event);
    handleKeydown(event);
    await eventually(() => expect(byTestId("context-menu")?.contains(document.activeElement), press.key).toBe(true));
    expect(event.defaultPrevented, "the webview shows no menu of its own beside it").toBe(true);
    document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
    await eventually(() => expect(byTestId("context-menu")).toBeNull());
    expect(document.activeElement).toBe(list);
  }
  const field = document.body.appendChild(document.createElement("textarea"));
  field.focus();
  const inField = new KeyboardEvent("keydown", { key: "ContextMenu", cancelable: true });
  handleKeydown(inField);
  expect(inField.defaultPrevented, "the webview asks for a field's menu itself").toBe(false);
  field.remove();
});

test("a menu closes when the focus is led elsewhere, and leaves it there", async () => {
  const field = document.body.appendChild(document.createElement("textarea"));
  const children = createRawSnippet(() => ({ render: () => "<span>more</span>" }));
  render(Menu, { label: "More", testid: "more", entries: [{ key: "out", text: "Out", icon: LogOut, act: vi.fn(), testid: "out" }], children });
  byTestId("more")?.click();
  await vi.dynamicImportSettled();
  await eventually(() => expect(byTestId("out")?.closest("[role=menu]")?.contains(document.activeElement), "the keys are the menu's").toBe(true));
  field.focus();
  await new Promise((done) => setTimeout(done, 50));
  expect(byTestId("out"), "a field of the same chat that takes the focus late closes no menu").not.toBeNull();
  layout.view = "outbox";
  (document.activeElement as HTMLElement).blur();
  field.focus();
  await eventually(() => expect(byTestId("out"), "it lies over nothing").toBeNull());
  await new Promise((done) => setTimeout(done, 50));
  expect(document.activeElement, "the keys go where they were led").toBe(field);
  expect(document.body.style.pointerEvents, "the next click is not the menu's").not.toBe("none");
  field.remove();
  layout.view = "chats";
});
