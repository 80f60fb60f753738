// The menu that a right click opens, by its key: WebKitGTK asks for it itself only in a field, and beside a list with an
// active row it asks for nothing.
import { textField } from "./undo";

/** How far inside what it is about the menu opens, in CSS pixels. */
const INSIDE = 16;

/** What the menu of the focused element is about: a list's active row, the last text on screen in a chat, else the element itself. */
function subjectOf(focused: Element): Element | null {
  const row = focused.getAttribute("aria-activedescendant");
  if (row !== null) return document.getElementById(row) ?? focused;
  if (!focused.matches("[data-chat-list]")) return focused;
  const { top, bottom } = focused.getBoundingClientRect();
  const isShown = (text: Element) => {
    const box = text.getBoundingClientRect();
    return box.bottom > top && box.top < bottom;
  };
  return [...focused.querySelectorAll('[data-testid="message"] [data-copy]')].findLast(isShown) ?? null;
}

/** Opens the menu of what has the focus; answers false where there is none, and in a field, which the webview asks for. */
export function openMenuByKey(): boolean {
  const focused = document.activeElement;
  const subject = focused === null || textField(focused) !== null ? null : subjectOf(focused);
  if (subject === null) return false;
  const { left, right, top, bottom } = subject.getBoundingClientRect();
  const clientX = document.documentElement.dir === "rtl" ? right - INSIDE : left + INSIDE;
  const clientY = Math.min(bottom, innerHeight) - Math.min(INSIDE, (bottom - top) / 2);
  const event = new MouseEvent("contextmenu", { clientX, clientY, bubbles: true, cancelable: true });
  subject.dispatchEvent(event);
  return event.defaultPrevented;
}
