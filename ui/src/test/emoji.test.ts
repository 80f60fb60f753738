import { expect, test } from "vitest";
import { isOnlyEmoji } from "$lib/format/text/emoji";

test("a few emoji and nothing else are drawn large", () => {
  for (const text of ["👍", " 😂😂 ", "❤️", "❤", "👨‍👩‍👧‍👦", "👍🏽", "🇱🇾 🇹🇳", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"]) expect(isOnlyEmoji(text), text).toBe(true);
  for (const text of ["", "1", "12", "#", "©", "شكراً 👍", "👍.", "👍".repeat(7), "a".repeat(500), "👍".repeat(5000)]) expect(isOnlyEmoji(text), text.slice(0, 20)).toBe(false);
});
