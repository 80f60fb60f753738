// What appears below an answer's field can lie under the edge of a small window, or of one at 200 %, and would be missed.

/** Attachment: scrolls what just appeared into view, no further than needed. */
export function reveal(element: Element): void {
  element.scrollIntoView({ block: "nearest" });
}
