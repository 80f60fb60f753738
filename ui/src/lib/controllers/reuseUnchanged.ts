/** Keeps the row objects whose content did not change, so that only changed rows are drawn again. */
export function reuseUnchanged<Row extends object>(before: Row[], after: Row[], key: (row: Row) => string): Row[] {
  const known = new Map(before.map((row) => [key(row), row]));
  return after.map((row) => {
    const old = known.get(key(row));
    return old !== undefined && isSame(old, row) ? old : row;
  });
}

// Of each row of a window, with each change: nothing is made text for it.
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!isRecord(one) || !isRecord(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => name in other && isSame(one[name], other[name]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
