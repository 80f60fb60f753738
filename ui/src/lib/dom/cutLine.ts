// Whether a line of typed text is cut, and where its ellipsis stands: its text takes more lines than the one that is shown. The
// webview would put its own ellipsis over the beginning of a number or link that stands at the end of an Arabic line.
import type { Direction } from "$lib/format/text/letters";

const observer = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(markAll);

/**
 * Marks all lines before any is measured: a mark makes room for the ellipsis, so the line ends earlier, and the webview would
 * tell of that only after it had painted. All are measured before any is written, or each would lay the page out again.
 */
function markAll(entries: ResizeObserverEntry[]): void {
  const texts = entries.map(({ target }) => target);
  const cut = texts.map(isCut);
  for (const [at, text] of texts.entries()) text.parentElement?.toggleAttribute("data-cut", cut[at] ?? false);
  const ends = texts.map((text, at) => (cut[at] ? firstLineEnd(text) : null));
  for (const [at, text] of texts.entries()) {
    const end = ends[at] ?? null;
    if (end !== null) text.parentElement?.style.setProperty("--cut-at", `${end}px`);
  }
}

/** Whether the text takes a second line. */
function isCut(text: Element): boolean {
  const line = text.parentElement;
  // Half a line of tolerance for marks above and below the letters.
  return line !== null && text.clientHeight > line.clientHeight * 1.5;
}

/** How far the first line's letters reach from its start, in CSS pixels; null where it has none. */
function firstLineEnd(text: Element): number | null {
  const line = text.parentElement;
  if (!line) return null;
  const range = document.createRange();
  range.selectNodeContents(text);
  const box = line.getBoundingClientRect();
  const letters = [...range.getClientRects()].filter(({ top, bottom, width }) => width > 0 && (top + bottom) / 2 < box.bottom);
  if (letters.length === 0) return null;
  const fromRight = line.dir === "rtl";
  const reach = letters.map(({ left, right }) => (fromRight ? box.right - left : right - box.left));
  return Math.min(Math.max(...reach), box.width);
}

/** Keeps `data-cut` and `--cut-at` of the parent true to how this text is cut; made anew for each text and each direction around it. */
export function cutLine(_text: string, _around: Direction): (element: Element) => () => void {
  return (element) => {
    observer?.observe(element);
    return () => observer?.unobserve(element);
  };
}
