import { fireEvent, render, screen } from "@testing-library/svelte";
import { beforeEach, expect, test, vi } from "vitest";
import FoldedText from "$lib/components/FoldedText.svelte";
import MessageText from "$lib/components/MessageText.svelte";
import SingleLineText from "$lib/components/SingleLineText.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { cutAt, foldAt } from "$lib/format/text/fold";
import { dialled } from "$lib/format/text/phones";
import { breakRuns } from "$lib/format/text/runs";
import { FOLD_LETTERS, FOLD_LINES, RUN_LETTERS } from "$lib/limits";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { setUpWindow } from "./setUpWindow";

let shell: FakeShell;
const copied = vi.fn();

beforeEach(async () => {
  shell = await setUpWindow();
  copied.mockReset();
  Object.defineProperty(navigator, "clipboard", { configurable: true, value: { writeText: (text: string) => Promise.resolve(copied(text)) } });
});

test("a long text shows its beginning, and more on demand", async () => {
  const text = "1".repeat(20_000);
  const { container } = render(FoldedText, { text, testid: "said" });
  const shown = () => screen.getByTestId("said").textContent?.replace(/\s/gu, "").length ?? 0;
  expect(shown()).toBeLessThanOrEqual(FOLD_LETTERS + 1);
  expect(container.querySelectorAll("*").length, "the page stays small").toBeLessThan(400);
  const before = shown();
  await fireEvent.click(screen.getByTestId("show-more"));
  expect(shown()).toBeGreaterThan(before + 5_000);
  while (screen.queryByTestId("show-more")) await fireEvent.click(screen.getByTestId("show-more"));
  expect(screen.getByTestId("said").textContent).toBe(text);
  await fireEvent.click(screen.getByTestId("show-less"));
  expect(shown()).toBe(before);
});

test("what is drawn as a tag is folded by the room of the tag", () => {
  const { container } = render(FoldedText, { text: "\u202e\u2066".repeat(1600), testid: "said" });
  expect(container.querySelectorAll("*").length, "the page stays small").toBeLessThan(400);
  expect(screen.getByTestId("show-more")).toBeTruthy();
});

test("marks that belong to no letter are broken into few parts", () => {
  for (const text of ["\u0301\u200d".repeat(2400), "\u200d".repeat(4900), `ا${"\u200dً".repeat(2000)}`, "\ufe0f".repeat(4900)]) {
    const { container, unmount } = render(FoldedText, { text, testid: "said" });
    expect(container.querySelectorAll("*").length, JSON.stringify(text.slice(0, 4))).toBeLessThan(400);
    unmount();
  }
});

test("many lines are folded as a long text is", () => {
  render(FoldedText, { text: "سطر\n".repeat(500), testid: "said" });
  expect(screen.getByTestId("said").textContent?.split("\n").length).toBeLessThanOrEqual(FOLD_LINES);
  expect(screen.getByTestId("show-more").textContent).toBe(i18n.t("text-show-more"));
});

test("a short text is not folded", () => {
  render(FoldedText, { text: "سلام", testid: "said" });
  expect(screen.queryByTestId("show-more")).toBeNull();
});

test("a text is cut at a space, never within a letter", () => {
  expect("كلمة وكلمة".slice(0, cutAt("كلمة وكلمة", 6))).toBe("كلمة");
  const family = "👨‍👩‍👧‍👦";
  for (let letters = 1; letters < 60; letters += 1) {
    const text = `a${family.repeat(8)}`;
    const rest = text.slice(cutAt(text, letters));
    if (letters > 1) expect(/^(\u200D|[\uDC00-\uDFFF])/u.test(rest), `${letters}`).toBe(false);
  }
  expect(foldAt("a\nb\nc", 100, 2)).toBe(3);
  expect(foldAt("a\nb\nc", 100, 3)).toBe(5);
});

test("a run without a space is broken, and nothing of it is lost", () => {
  for (const seed of ["1", ".", "ش", "مُ", "👨‍👩‍👧‍👦", "a b "]) {
    const text = `x ${seed.repeat(700)} y\n${seed}`;
    expect(breakRuns(text).join(""), seed).toBe(text);
  }
  expect(breakRuns("1".repeat(1_000)).every((part) => part.length <= 2 * RUN_LETTERS)).toBe(true);
  expect(breakRuns("كلمة ".repeat(500))).toHaveLength(1);
});

test("a click on a phone number copies it, Ctrl+click calls it", async () => {
  const { container } = render(MessageText, { text: "رقمي +218 (0)91-234 5678." });
  const phone = container.querySelector<HTMLAnchorElement>("a[data-phone]");
  expect(phone?.textContent).toBe("+218 (0)91-234 5678");
  expect(phone?.getAttribute("href")).toBe("tel:+218912345678");
  expect(phone?.title).toBe(i18n.t("phone-title"));
  phone?.click();
  await eventually(() => expect(toasts.list.map((toast) => toast.code)).toContain("phone-copied"));
  expect(copied).toHaveBeenCalledWith("+218 (0)91-234 5678");
  phone?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: true }));
  await eventually(() => expect(shell.argsOf("open_link").map((args) => args["address"] ?? args["url"] ?? Object.values(args)[0])).toContain("tel:+218912345678"));
});

test("a phone number is dialled by its digits", () => {
  expect(dialled("٠٩١-٢٣٤٥٦٧٨")).toBe("0912345678");
  expect(dialled("(+218) 91 2345678")).toBe("+218912345678");
});

test("a number that goes on with Latin words is no box of its own, which would part it from them", () => {
  const { container } = render(SingleLineText, { text: "وين order #1234 لو سمحت، رقمي 091-2345678" });
  expect(container.querySelector(".joined")?.textContent).toBe("#1234");
  expect([...container.querySelectorAll(".whole")].map((part) => part.textContent)).toEqual(["091-2345678"]);
});

test("a line shows numbers whole and links from their beginning", () => {
  const { container } = render(SingleLineText, { text: `الطلب 10 هاتفه ‪091-2345678‬ على https://delivery.example/${"a".repeat(60)} ثم 20` });
  expect([...container.querySelectorAll(".unbroken")].map((part) => part.textContent)).toEqual(["10", "20"]);
  expect(container.querySelector(".whole")?.textContent).toBe("091-2345678");
  const link = [...container.querySelectorAll("bdi:not(.whole)")].map((part) => part.textContent);
  expect(link).toHaveLength(1);
  expect(link[0]).toMatch(/^https:\/\/delivery\.example\/a+…$/u);
});
