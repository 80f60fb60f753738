import { render } from "@testing-library/svelte";
import { createRawSnippet } from "svelte";
import { expect, test, vi } from "vitest";
import LogOut from "@lucide/svelte/icons/log-out";
import Menu from "$lib/components/Menu.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { eventually } from "./eventually";
import { byTestId } from "./setUpWindow";

test("a button pressed before its menu is loaded opens it", async () => {
  const act = vi.fn();
  const children = createRawSnippet(() => ({ render: () => "<span>more</span>" }));
  render(Menu, { label: "More", testid: "more", entries: [{ key: "out", text: "Out", icon: LogOut, act, testid: "out" }], children });
  byTestId("more")?.click();
  // The module and all it stands on is transformed first, which takes as long as the machine is slow.
  await vi.dynamicImportSettled();
  await eventually(() => expect(byTestId("out")?.textContent).toContain("Out"));
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
