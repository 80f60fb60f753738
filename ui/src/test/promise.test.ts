// Which times a text promises.
import { expect, test } from "vitest";
import { promisedMinutes } from "$lib/format/promise";

const PROMISES: [string, number][] = [
  ["يصلك خلال ١٠ دقائق", 10],
  ["السائق عندك بعد 10 دقائق إن شاء الله", 10],
  ["بعد ۵ دقايق", 5],
  ["خمس دقائق ونرد عليك", 5],
  ["عشر دقائق", 10],
  ["خمس عشرة دقيقة", 15],
  ["عشرين دقيقة", 20],
  ["خمسة وعشرين دقيقة", 25],
  ["خمس و أربعين دقيقة", 45],
  ["twenty-five minutes", 25],
  ["خمسين دقيقة", 50],
  ["ساعة وعشر دقائق", 70],
  ["ساعة و ١٠ دقائق", 70],
  ["ساعة وثلث", 80],
  ["ساعة إلا ثلث", 40],
  ["ساعتين ونص", 150],
  ["an hour and a quarter", 75],
  ["دقيقتين فقط", 2],
  ["ربع ساعة ويصل", 15],
  ["رُبع ساعة", 15],
  ["نص ساعة", 30],
  ["نصف ساعة", 30],
  ["بنص ساعة", 30],
  ["ثلث ساعة", 20],
  ["ساعة إلا ربع", 45],
  ["ساعة ونص", 90],
  ["ساعه وربع", 75],
  ["يرجع لك المبلغ خلال ساعة", 60],
  ["ساعتين بالكثير", 120],
  ["٣ ساعات", 180],
  ["في أقل من ساعة", 60],
  ["خلال 24 ساعة", 1440],
  ["it will be there in 10 min", 10],
  ["In 15 Minutes.", 15],
  ["half an hour", 30],
  ["give me a quarter of an hour", 15],
  ["within an hour", 60],
  ["two hours", 120],
  ["10min", 10],
  ["10 دقائق أو نصف ساعة", 30],
];

const NONE = [
  "", "شكراً لك", "الساعة 9", "نفتح الساعة العاشرة", "طلبت من ساعة", "قبل 10 دقائق", "منذ ربع ساعة", "10 minutes ago", "رقم 10", "10 دنانير",
  "مساعة", "ساعات العمل", "0 دقيقة", "2000 دقيقة", "100 ساعة", "minus 5", "hourly", "5 minerals", "every hour",
];

test("the times that people promise are recognised", () => {
  for (const [text, minutes] of PROMISES) expect(promisedMinutes(text), text).toBe(minutes);
});

test("what promises nothing is not", () => {
  for (const text of NONE) expect(promisedMinutes(text), text).toBeNull();
});

test("a text of any length is looked at in its beginning alone", () => {
  expect(promisedMinutes(`${"س".repeat(100_000)} 10 دقائق`)).toBeNull();
  expect(promisedMinutes(`10 دقائق ${"ساعة إلا ".repeat(50_000)}`)).not.toBeUndefined();
});
