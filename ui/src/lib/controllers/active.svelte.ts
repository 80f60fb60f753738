// What belongs to a pane, seen from outside the panes: whoever reads or calls it reaches the active pane's own.

export type Active<Part extends object> = {
  /** The active pane's own. */
  current: Part;
  /** Stands for the current one: reads are tracked, so that what they drew is drawn anew when another pane is active. */
  readonly object: Part;
};

/** A part of the active pane, as one object that stays the same whichever pane is active. */
export function active<Part extends object>(first: Part): Active<Part> {
  let current = $state.raw(first);
  const object = new Proxy(first, {
    get(_first, key) {
      const value: unknown = Reflect.get(current, key, current);
      return typeof value === "function" ? (value.bind(current) as unknown) : value;
    },
    set: (_first, key, value) => Reflect.set(current, key, value, current),
  });
  return {
    get current() {
      return current;
    },
    set current(part) {
      current = part;
    },
    object,
  };
}
