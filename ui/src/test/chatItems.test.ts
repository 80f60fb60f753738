import { expect, test } from "vitest";
import { chatItems, countUnread, prependRows } from "$lib/format/chatItems";
import { ME, message, PEOPLE } from "./fixtures";

const noon = new Date(2026, 10, 22, 12).getTime();
const minute = 60_000;
const { mohamed, baraka } = PEOPLE;
const say = (minutes: number, sender: typeof mohamed | null, text: string, more = {}) => message("c", noon + minutes * minute, sender, text, more);
const shape = (...args: Parameters<typeof chatItems>) =>
  chatItems(...args).map((item) => (item.kind === "message" ? `${item.row.content}${item.first ? "<" : ""}${item.last ? ">" : ""}` : item.kind));

test("neighbours of one sender close in time form a group", () => {
  const rows = [say(0, mohamed, "a"), say(1, mohamed, "b"), say(2, ME, "c"), say(3, baraka, "d"), say(20, baraka, "e")];
  expect(shape(rows, null, false)).toEqual(["day", "a<", "b>", "c<>", "d<>", "e<>"]);
});

test("days, beginning, system messages and gaps are items", () => {
  const rows = [say(-24 * 60, mohamed, "a"), say(0, null, "closed", { kind: "system" }), say(1, mohamed, "b", { gapBefore: true })];
  expect(shape(rows, null, true)).toEqual(["beginning", "day", "a<>", "day", "system", "gap", "b<>"]);
});

test("the divider splits the group before the first unread", () => {
  const rows = [say(0, mohamed, "a"), say(1, mohamed, "b"), say(2, ME, "c")];
  const first = rows[1]?.key ?? "";
  expect(countUnread(rows, first)).toBe(1);
  expect(shape(rows, { at: first, count: 1 }, false)).toEqual(["day", "a<>", "unread", "b<>", "c<>"]);
});

test("prepending shows no message twice", () => {
  const [a, b, c] = [say(0, mohamed, "a"), say(1, mohamed, "b"), say(2, mohamed, "c")];
  expect(prependRows([a, b], [b, c])).toEqual([a, b, c]);
});
