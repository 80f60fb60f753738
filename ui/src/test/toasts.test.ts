// Toasts pass; those about the user's data stay until dismissed.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import Toasts from "$lib/components/Toasts.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { allByTestId, byTestId, setUpWindow } from "./setUpWindow";

const LASTING = ["cache-set-aside", "outbox-salvaged", "restored-from-backup", "preferences-set-aside"];
const codes = () => toasts.list.map((toast) => toast.code);

beforeEach(async () => {
  await setUpWindow();
});

afterEach(() => {
  vi.useRealTimers();
});

test("toasts about the user's data stay", () => {
  vi.useFakeTimers();
  LASTING.forEach((code) => toasts.notify(code));
  for (const code of ["forbidden", "not-found", "refused", "too-large"]) toasts.notifyFailure(code);
  expect(codes()).toEqual([...LASTING, "not-found", "refused", "too-large"]);
  vi.advanceTimersByTime(60_000);
  expect(codes()).toEqual(LASTING);
});

test("a toast is dismissed by a labelled button", () => {
  toasts.notify("cache-set-aside");
  render(Toasts);
  expect(byTestId("toast-dismiss")?.getAttribute("aria-label")).toBe(i18n.t("action-dismiss"));
  byTestId("toast-dismiss")?.click();
  expect(codes()).toEqual([]);
});

test("a toast about the outbox leads there", () => {
  LASTING.forEach((code) => toasts.notify(code));
  render(Toasts);
  expect(allByTestId("toast-outbox").length).toBe(2);
  byTestId("toast-outbox")?.click();
  flushSync();
  expect(layout.view).toBe("outbox");
  expect(codes()).not.toContain("outbox-salvaged");
});
