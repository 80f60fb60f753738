import { expect, test } from "vitest";
import { localeOf, texts } from "$lib/state/i18n.svelte";
import { dayOf } from "$lib/text/time";

const at = (day: number, hour: number, minute = 0, month = 10) => new Date(2026, month, day, hour, minute).getTime();
const now = at(22, 12);

test("days are told as people tell them", () => {
  expect(dayOf(at(22, 0), now)).toBe("today");
  expect(dayOf(at(21, 23, 59), now)).toBe("yesterday");
  expect(dayOf(at(17, 8), now)).toBe("weekday");
  expect(dayOf(at(15, 8), now)).toBe("date");
  expect(dayOf(new Date(2025, 11, 30).getTime(), now)).toBe("full-date");
});

test("times are HH:MM in 24 hours, in the chosen digits", () => {
  texts.language = "ar";
  texts.digits = "latin";
  expect(texts.time(at(22, 9, 5))).toBe("09:05");
  expect(texts.time(at(22, 0, 7))).toBe("00:07");
  texts.digits = "arabic";
  expect(texts.time(at(22, 9, 5))).toBe("٠٩:٠٥");
  texts.language = "en";
  expect(texts.time(at(22, 21, 5))).toBe("21:05");
  expect(localeOf("ar", "latin")).toBe("ar-LY-u-nu-latn");
});

test("a row's corner tells the time today, else the day", () => {
  texts.language = "ar";
  texts.digits = "latin";
  expect(texts.when(now - 20_000, now)).toBe("الآن");
  // The window's clock ticks twice a minute: a message may be newer than it.
  expect(texts.when(now + 25_000, now)).toBe("الآن");
  expect(texts.when(at(22, 8, 30), now)).toBe("08:30");
  expect(texts.when(at(21, 8), now)).toBe("أمس");
  expect(texts.moment(at(22, 8, 30), now)).toBe("اليوم 08:30");
});

test("a failure without a sentence of its own gets the general one", () => {
  texts.language = "en";
  expect(texts.failure("no-such-code")).toBe(texts.t("error-internal"));
});
