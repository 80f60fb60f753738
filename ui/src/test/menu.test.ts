import { render } from "@testing-library/svelte";
import { createRawSnippet } from "svelte";
import { expect, test, vi } from "vitest";
import LogOut from "@lucide/svelte/icons/log-out";
import Menu from "$lib/components/Menu.svelte";
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
