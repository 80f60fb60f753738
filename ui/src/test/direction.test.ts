import { expect, test } from "vitest";
import cases from "../../../fixtures/texts/directions.json";
import { majorityDirection, textDirection } from "$lib/format/text/direction";

test.each(cases)("$text", ({ text, direction }) => {
  expect(majorityDirection(text)).toBe(direction);
});

test("where the letters do not decide, the window does", () => {
  for (const text of ["", "091-2345678", "😀", "a ش", "https://a.example"]) {
    expect(textDirection(text, "rtl"), text).toBe("rtl");
    expect(textDirection(text, "ltr"), text).toBe("ltr");
  }
});
