import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LEAD_MS, ListLead } from "$lib/dom/listLead";

/** A list of rows of 40 pixels, of which the first are as high as said. */
function listOf(heights: number[]) {
  const scroller = { scrollTop: 0, scrollHeight: 4_000, clientHeight: 500 } as HTMLElement;
  let movements = 0;
  const getItemSize = (index: number) => heights[index] ?? 40;
  const getItemOffset = (index: number) => Array.from({ length: index }, (_, at) => getItemSize(at)).reduce((sum, size) => sum + size, 0);
  const lead = new ListLead(() => ({ scroller, handle: { getItemOffset, getItemSize }, movements }));
  const move = (by: number) => {
    movements += 1;
    scroller.scrollTop += by;
  };
  return { scroller, lead, move };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a row is led to again as the rows before it are measured", () => {
  const heights: number[] = [];
  const { scroller, lead } = listOf(heights);
  lead.toStart(() => 10, 112, 0.3);
  expect(scroller.scrollTop, "as far as it is known at first").toBe(400 - 112);
  heights.push(90, 90);
  lead.measured();
  expect(scroller.scrollTop, "the row stands where it was asked for").toBe(500 - 112);
});

test("a row that is in view is led nowhere, one beyond an edge by as little as it takes", () => {
  const { scroller, lead } = listOf([]);
  scroller.scrollTop = 400;
  for (const [row, expected] of [
    [12, 400],
    [5, 200],
    [30, 740],
  ] as const) {
    lead.toNearest(() => row);
    expect(scroller.scrollTop, `row ${row}`).toBe(expected);
  }
});

test("who scrolls before the rows are measured is not thrown back", () => {
  const { scroller, lead, move } = listOf([]);
  lead.toMiddle(() => 50);
  const led = scroller.scrollTop;
  move(300);
  lead.measured();
  expect(scroller.scrollTop, "the reader’s own place").toBe(led + 300);
  move(-300);
  lead.measured();
  expect(scroller.scrollTop, "and no later measure leads back either").toBe(led);
});

test("a lead ends when no row was measured for a while", () => {
  const heights: number[] = [];
  const { scroller, lead } = listOf(heights);
  lead.toStart(() => 10, 0, 1);
  vi.advanceTimersByTime(LEAD_MS - 1);
  heights.push(60);
  lead.measured();
  expect(scroller.scrollTop, "a measure comes in time").toBe(420);
  vi.advanceTimersByTime(LEAD_MS);
  heights.push(100);
  lead.measured();
  expect(scroller.scrollTop, "an image that loads much later moves nothing").toBe(420);
});

test("a later lead takes the place of an earlier one", () => {
  const { scroller, lead, move } = listOf([]);
  lead.toStart(() => 10, 0, 1);
  move(70);
  lead.toEnd();
  lead.measured();
  expect(scroller.scrollTop, "the end").toBe(scroller.scrollHeight);
});
