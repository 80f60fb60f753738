// Whether a line of typed text is cut: its text takes more lines than the one that is shown. The webview would put its
// own ellipsis over the beginning of a number or link that stands at the end of an Arabic line.

const observer = typeof ResizeObserver === "undefined" ? null : new ResizeObserver((entries) => entries.forEach(({ target }) => mark(target)));

function mark(text: Element): void {
  const line = text.parentElement;
  // Half a line of tolerance for marks above and below the letters.
  if (line) line.toggleAttribute("data-cut", text.clientHeight > line.clientHeight * 1.5);
}

/** Keeps `data-cut` of the parent true to whether this text is cut. */
export function cutLine(text: Element): () => void {
  observer?.observe(text);
  return () => observer?.unobserve(text);
}
