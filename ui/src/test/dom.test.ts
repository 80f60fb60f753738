import { expect, test } from "vitest";
import { sticksToBottom } from "$lib/dom/stickToBottom";
import { misplacesVowelSigns } from "$lib/dom/webkitQuirk";

test("the list sticks to the bottom until scrolled up", () => {
  expect(sticksToBottom(true, 50, -50), "scrolled up a little").toBe(false);
  expect(sticksToBottom(true, 150, 0), "a picture grew below").toBe(true);
  expect(sticksToBottom(true, 0, -40), "a row above turned out smaller").toBe(true);
  expect(sticksToBottom(false, 40, 30), "scrolled down to the end").toBe(true);
  expect(sticksToBottom(false, 400, 30), "scrolled down, not yet there").toBe(false);
});

test("only WebKitGTK has the vowel sign quirk", () => {
  const webkit = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15";
  expect(misplacesVowelSigns(webkit)).toBe(true);
  expect(misplacesVowelSigns("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36")).toBe(false);
  expect(misplacesVowelSigns("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0")).toBe(false);
  expect(misplacesVowelSigns("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)")).toBe(false);
});
