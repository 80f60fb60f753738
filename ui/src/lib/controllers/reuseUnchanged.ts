/** Keeps the row objects whose content did not change, so that only changed rows are drawn again. */
export function reuseUnchanged<Row>(before: Row[], after: Row[], key: (row: Row) => string): Row[] {
  const known = new Map(before.map((row) => [key(row), row]));
  return after.map((row) => {
    const old = known.get(key(row));
    if (old === row) return row;
    return old !== undefined && JSON.stringify(old) === JSON.stringify(row) ? old : row;
  });
}
