import { expect, test } from "vitest";
import { localeTag, i18n } from "$lib/controllers/i18n.svelte";
import { dayWord } from "$lib/format/days";

const at = (day: number, hour: number, minute = 0, month = 10) => new Date(2026, month, day, hour, minute).getTime();
const now = at(22, 12);

test("days have names within the last week, and tomorrow has one", () => {
  expect(dayWord(at(23, 9), now)).toBe("tomorrow");
  expect(dayWord(at(24, 9), now)).toBe("date");
  expect(dayWord(at(22, 0), now)).toBe("today");
  expect(dayWord(at(21, 23, 59), now)).toBe("yesterday");
  expect(dayWord(at(17, 8), now)).toBe("weekday");
  expect(dayWord(at(15, 8), now)).toBe("date");
  expect(dayWord(new Date(2025, 11, 30).getTime(), now)).toBe("full-date");
});

test("times are HH:MM in 24 hours, in the chosen digits", () => {
  i18n.language = "ar";
  i18n.digits = "latin";
  expect(i18n.time(at(22, 9, 5))).toBe("09:05");
  expect(i18n.time(at(22, 0, 7))).toBe("00:07");
  i18n.digits = "arabic";
  expect(i18n.time(at(22, 9, 5))).toBe("٠٩:٠٥");
  i18n.language = "en";
  expect(i18n.time(at(22, 21, 5))).toBe("21:05");
  expect(localeTag("ar", "latin")).toBe("ar-LY-u-nu-latn");
});

test("the short time is a time today, else a day", () => {
  i18n.language = "ar";
  i18n.digits = "latin";
  expect(i18n.shortTime(now - 20_000, now)).toBe("الآن");
  // The clock ticks twice a minute, so a message may be newer than it.
  expect(i18n.shortTime(now + 25_000, now)).toBe("الآن");
  expect(i18n.shortTime(at(22, 8, 30), now)).toBe("08:30");
  expect(i18n.shortTime(at(21, 8), now)).toBe("أمس");
  expect(i18n.dayAndTime(at(22, 8, 30), now)).toBe("اليوم 08:30");
  expect(i18n.dayAndTime(at(23, 9), now)).toBe("غداً 09:00");
  expect(i18n.dayAndTimeWithin(at(23, 9), now), "«غداً» cannot follow «إلى» or «حتى»").toBe("غدٍ 09:00");
  i18n.language = "en";
  expect(i18n.dayAndTime(at(22, 8, 30), now)).toBe("Today, 08:30");
  expect(i18n.dayAndTimeWithin(at(22, 8, 30), now)).toBe("today, 08:30");
  expect(i18n.dayAndTimeWithin(at(21, 8, 30), now)).toBe("yesterday, 08:30");
  expect(i18n.dayAndTimeWithin(at(23, 9), now)).toBe("tomorrow, 09:00");
});

test("an unknown error code gets the general sentence", () => {
  i18n.language = "en";
  expect(i18n.errorText("no-such-code")).toBe(i18n.t("error-internal"));
});
