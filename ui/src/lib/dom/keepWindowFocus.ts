// Keeps the keyboard focus in the window, from its first list on and when the focused element goes: else the next key would go
// nowhere.
import { findInActivePane } from "./panes";

const visible = (element: HTMLElement | null | undefined): HTMLElement | null => (element && !element.closest("[inert]") ? element : null);

const enabledButton = (inside: Element) => visible(inside.querySelector<HTMLElement>("button:not(:disabled)"));

const LIST = '[data-testid="inbox"] [data-pane-focus]';
/** The filter of a list that is empty. */
const FILTER = '[data-testid="inbox"]:not(:has([data-testid="skeleton"])) [aria-pressed="true"]';

/**
 * Where somebody goes on who was in nothing that is left: what is written, else the list of conversations; its filter
 * where it is empty. In the settings it is the section that is shown. A list that is still being read is waited for.
 */
function mainPlace(): HTMLElement | null {
  const places = ['[data-testid="settings-screen"] [data-pane-focus]', '[data-testid="composer"]', LIST, FILTER];
  if (document.querySelector('[data-testid="inbox"]') === null) places.push("[data-pane-focus]");
  return places.map((place) => visible(findInActivePane(place))).find((found) => found !== null) ?? null;
}

/**
 * What takes the focus after an element, from the nearest of its ancestors that are left. A button gives it to the one
 * that took its place; a field never does, since the key that follows was meant for a text. Beside what a pane focuses it is
 * that: the first button there may be one in a message.
 */
function successor(ancestors: Element[], wasButton: boolean): HTMLElement | null {
  for (const ancestor of ancestors.filter((one) => one.isConnected)) {
    if (ancestor instanceof HTMLElement && ancestor.matches("[data-pane-focus]")) return ancestor;
    const isPane = ancestor.matches("[data-pane]");
    // What holds the panes is no place of the button's: after the sign-in form nothing took its place.
    const holdsPanes = ancestor.querySelector("[data-pane]") !== null;
    const place = isPane || !holdsPanes ? visible(ancestor.querySelector<HTMLElement>("[data-pane-focus]")) : null;
    const found = place ?? (wasButton && !isPane && !holdsPanes ? enabledButton(ancestor) : null);
    if (found) return found;
  }
  return mainPlace();
}

function ancestorsOf(element: Element): Element[] {
  const found: Element[] = [];
  for (let at = element.parentElement; at !== null && at !== document.body; at = at.parentElement) found.push(at);
  return found;
}

export function keepWindowFocus(): () => void {
  let last: Element | null = null;
  let ancestors: Element[] = [];
  // A first sign-in has no list yet: its filter has the focus for it, until somebody uses the keyboard there.
  let standIn: Element | null = null;

  const remember = (event: FocusEvent) => {
    last = event.target instanceof Element ? event.target : null;
    ancestors = last ? ancestorsOf(last) : [];
    if (last !== standIn) standIn = null;
  };
  const use = () => (standIn = null);

  const keep = () => {
    if (standIn !== null && document.activeElement === standIn) return visible(findInActivePane(LIST))?.focus({ preventScroll: true });
    if (document.activeElement !== document.body || last?.isConnected === true) return;
    // Nothing has had it yet while the window begins.
    const next = last === null ? mainPlace() : successor(ancestors, last instanceof HTMLButtonElement);
    standIn = next?.matches(FILTER) === true ? next : null;
    next?.focus({ preventScroll: true });
  };

  // A pane may know a better place: it is asked first.
  const observer = new MutationObserver(() => queueMicrotask(keep));
  document.addEventListener("focusin", remember);
  document.addEventListener("keydown", use, true);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    document.removeEventListener("focusin", remember);
    document.removeEventListener("keydown", use, true);
    observer.disconnect();
  };
}
