import { expect, test } from "vitest";
import { isFileName } from "$lib/format/text/numbers";

test("a number that names a file is told from an amount", () => {
  for (const name of ["1234.pdf", "2024-11-28.pdf", "12.MP4", "7.tar.gz"]) expect(isFileName(name), name).toBe(true);
  for (const amount of ["20.50", "20.50 د.ل", "3.5kg", "10:30", "1.2.3", "45 LYD"]) expect(isFileName(amount), amount).toBe(false);
});
