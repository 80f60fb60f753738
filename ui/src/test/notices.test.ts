// Notices pass; those about somebody's data stay until they are put away.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import Toasts from "$lib/components/Toasts.svelte";
import { layout } from "$lib/state/layout.svelte";
import { notices } from "$lib/state/notices.svelte";
import { texts } from "$lib/state/i18n.svelte";
import { all, one, stage } from "./stage";

const LASTING = ["cache-set-aside", "outbox-salvaged", "restored-from-backup", "preferences-set-aside"];
const codes = () => notices.list.map((notice) => notice.code);

beforeEach(async () => {
  await stage();
});

afterEach(() => {
  vi.useRealTimers();
});

test("what happened to somebody's data stays, and nothing newer pushes it out", () => {
  vi.useFakeTimers();
  LASTING.forEach((code) => notices.told(code));
  for (const code of ["forbidden", "not-found", "refused", "too-large"]) notices.failed(code);
  expect(codes()).toEqual([...LASTING, "not-found", "refused", "too-large"]);
  vi.advanceTimersByTime(60_000);
  expect(codes()).toEqual(LASTING);
});

test("each is put away by a button with a name", () => {
  notices.told("cache-set-aside");
  render(Toasts);
  expect(one("toast-dismiss")?.getAttribute("aria-label")).toBe(texts.t("action-dismiss"));
  one("toast-dismiss")?.click();
  expect(codes()).toEqual([]);
});

test("what speaks of the outbox leads there", () => {
  LASTING.forEach((code) => notices.told(code));
  render(Toasts);
  expect(all("toast-outbox").length).toBe(2);
  one("toast-outbox")?.click();
  flushSync();
  expect(layout.view).toBe("outbox");
  expect(codes()).not.toContain("outbox-salvaged");
});
