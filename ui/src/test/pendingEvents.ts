// Events of the fake shell that are due a little later.

const due = new Set<ReturnType<typeof setTimeout>>();

export function later(act: () => void, ms: number): void {
  const timer = setTimeout(() => {
    due.delete(timer);
    act();
  }, ms);
  due.add(timer);
}

/** Cancels what is still due: each test does at its end. */
export function cancelPendingEvents(): void {
  due.forEach(clearTimeout);
  due.clear();
}
