// Whether a list sticks to its bottom while its content grows.

/** At most this far from the end counts as the bottom, in CSS pixels. */
export const NEAR_BOTTOM = 60;
/** A smaller distance is rounding, in CSS pixels. */
const AT_END = 8;

/**
 * Whether the list sticks to the bottom after a scroll. `left` is the distance to the end, `moved` the
 * distance scrolled, down being positive. Scrolling up ends it at once, even near the end: otherwise every
 * row that is measured later would pull the reader back.
 */
export function sticksToBottom(stuck: boolean, left: number, moved: number): boolean {
  if (left <= AT_END) return true;
  if (moved < 0) return false;
  return stuck || left <= NEAR_BOTTOM;
}
