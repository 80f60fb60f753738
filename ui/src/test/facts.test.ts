import { expect, test } from "vitest";
import { factsIn, factsOf } from "$lib/format/facts";
import { streetAddresses } from "$lib/format/text/streetAddress";
import { FACT_LETTERS, FACTS_OF_A_KIND } from "$lib/limits";

const ADDRESSES: [string, string[]][] = [
  ["أنا في حي الأندلس، شارع الجرابة، عمارة 5 الدور الثالث. متى يوصل الطلب؟", ["حي الأندلس، شارع الجرابة، عمارة 5 الدور الثالث"]],
  ["ساكن بشارع عمر المختار مقابل مصرف الجمهورية", ["شارع عمر المختار مقابل مصرف الجمهورية"]],
  ["العنوان: طريق المطار بجانب صيدلية الشفاء شكراً لكم", ["طريق المطار بجانب صيدلية الشفاء"]],
  ["وفي الحي الإسلامي عمارة ٧ شقة ١٢", ["الحي الإسلامي عمارة ٧ شقة ١٢"]],
  ["شارع الزاوية\nعمارة 3\nرقمي 0912345678", ["شارع الزاوية\nعمارة 3"]],
  ["شارِع النّصر عِمارة 2", ["شارِع النّصر عِمارة 2"]],
  ["حي دمشق متى يصل الطلب", ["حي دمشق"]],
  ["العنوان: حي الأندلس، عمارة 7 (الدور 3)", ["حي الأندلس، عمارة 7 (الدور 3)"]],
  ["التوصيل (حي الأندلس، عمارة 7) بسرعة", ["حي الأندلس، عمارة 7"]],
  ["حي الأندلس (عمارة 7) الدور 3، شكراً", ["حي الأندلس (عمارة 7) الدور 3"]],
  ["من حي غوط الشعال إلى حي الأكواخ", ["حي غوط الشعال", "حي الأكواخ"]],
  ["يا حي يا قيوم", []],
  ["حي على الصلاة", []],
  ["السائق في الشارع", []],
  ["أين الطلب؟ وصل ناقصاً", []],
  ["عمارة", []],
  ["", []],
];

test("an address is the words that name it and no more", () => {
  for (const [text, addresses] of ADDRESSES) expect(streetAddresses(text), text).toEqual(addresses);
});

const FACTS: [string, string[]][] = [
  ["رقمي 091-2345678", ["phone 091-2345678"]],
  ["الطلب #1620 ناقص", ["order #1620"]],
  ["وين طلبي 1620 يا جماعة", ["order 1620"]],
  ["الطلب رقم ١٦٢٠", ["order ١٦٢٠"]],
  ["order number 4821 is late", ["order 4821"]],
  ["الحساب 45.50 دينار", ["amount 45.50 دينار"]],
  ["دفعت ٣٠ د.ل", ["amount ٣٠ د.ل"]],
  ["price $12.50", ["amount $12.50"]],
  ["https://maps.app.goo.gl/AbC12 موقعي", ["map https://maps.app.goo.gl/AbC12"]],
  ["https://www.google.com/maps/place/Tripoli", ["map https://www.google.com/maps/place/Tripoli"]],
  ["https://www.google.com/search?q=maps", []],
  ["https://maps.google.com.evil.example/x", []],
  ["عندي طلبين و 3 بيتزا", []],
  ["خلال 10 دقائق", []],
  ["شارع النصر هاتف 0912345678", ["phone 0912345678", "address شارع النصر هاتف"]],
];

test("what a text names is lifted out of it", () => {
  for (const [text, facts] of FACTS) {
    expect(factsIn(text).map(({ kind, text: said }) => `${kind} ${said}`), text).toEqual(facts);
  }
});

const said = (content: string, kind = "text") => ({ kind, content }) as never;

test("each fact is listed once, the newest first, by kind", () => {
  const facts = factsOf([said("شارع النصر 091 234 5678"), said("الطلب #1"), said("#2 و0912345678"), said("#3 سيارة", "system")]);
  expect(facts.map(({ kind, text }) => `${kind} ${text}`)).toEqual(["phone 0912345678", "order #2", "order #1", "address شارع النصر"]);
});

test("of each kind only so many are listed", () => {
  const facts = factsOf(Array.from({ length: 50 }, (_, at) => said(`#${1000 + at}`)));
  expect(facts).toHaveLength(FACTS_OF_A_KIND);
  expect(facts[0]?.text).toBe("#1049");
});

test("only the beginning of a long text is read", () => {
  for (const unit of ["1", "1 ", "حي ", "شارع ", "طلب ", "طلب رقم ", "#", "٫", "+1", "(", "https://maps.google.com/", "د.ل "]) {
    const text = unit.repeat(Math.ceil(FACT_LETTERS / unit.length));
    expect(factsIn(`${text} #1620`).some(({ text: said }) => said === "#1620"), unit).toBe(false);
  }
});
