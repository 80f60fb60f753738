// Keyboard focus between the window's panes, which carry `data-pane`.
import { tick } from "svelte";

/** Moves the focus to the next visible pane, or the previous one. */
export function focusNextPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter((pane) => pane.offsetParent !== null && pane.closest("[inert]") === null);
  const current = panes.findLastIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(current + step + panes.length) % panes.length];
  const target = next?.querySelector<HTMLElement>("[data-pane-focus]") ?? next;
  target?.focus();
}

/** The first element of a selector; of several panes side by side the active one is meant. */
export function findInActivePane<Found extends HTMLElement = HTMLElement>(selector: string): Found | null {
  const found = [...document.querySelectorAll<Found>(selector)];
  return found.find((one) => (one.closest<HTMLElement>("[data-chat-pane]")?.dataset["chatPane"] ?? "active") === "active") ?? null;
}

/** Focuses an element that appears with the next drawing. */
export async function focusWhenDrawn(selector: string): Promise<void> {
  await tick();
  findInActivePane(selector)?.focus();
}

/** Focuses what is written in the active pane, or its messages where nothing can be. */
export async function focusInPane(): Promise<void> {
  await tick();
  const field = findInActivePane('[data-testid="composer"]') ?? findInActivePane("[data-chat-list]") ?? findInActivePane('[data-testid="chat"]');
  field?.focus();
}

/** Focuses the list of conversations, or what was found where that stands in its place; a filter where there is no list. */
export async function focusInbox(): Promise<void> {
  await tick();
  const inbox = document.querySelector('[data-testid="inbox"]');
  const places = ["[data-pane-focus]", '[aria-pressed="true"]', "[aria-pressed]"];
  const place = places.map((selector) => inbox?.querySelector<HTMLElement>(selector)).find(Boolean);
  place?.focus();
}
