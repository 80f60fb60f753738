/** Where a key leads in a list of so many entries; null for every other key. The list has no end: after the last comes the first. */
export function listKeyTarget(event: KeyboardEvent, active: number, count: number): number | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing || count === 0) return null;
  if (event.key === "ArrowDown") return (active + 1) % count;
  if (event.key === "ArrowUp") return (active - 1 + count) % count;
  return null;
}
