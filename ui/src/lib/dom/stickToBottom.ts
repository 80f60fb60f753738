// Whether a chat's list stays at its newest message when something in it grows.

/** This near to the end counts as being there, in CSS pixels. */
export const NEAR_BOTTOM = 60;
/** Less than this is rounding, not a reader who scrolls. */
const AT_END = 8;

/**
 * Whether the list stays at the end after a scroll. `left` is how far the end is away, `moved` how far
 * the scroll went, down being positive. A reader who scrolls up is let go at once, even near the end:
 * else every row measured meanwhile would pull them back.
 */
export function sticksToBottom(stayed: boolean, left: number, moved: number): boolean {
  if (left <= AT_END) return true;
  if (moved < 0) return false;
  return stayed || left <= NEAR_BOTTOM;
}
