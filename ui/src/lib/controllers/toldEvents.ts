// The shell's events on their way to their handlers. An answer that says how everything stands may be older than what is told
// while it is on its way, and would undo it: events wait until such an answer is taken over, and are handled in their order.
import type { EventHandlers } from "$lib/ipc";

/** The shell waits for a reply to these, or they only add to what is shown. */
const HANDLED_AT_ONCE = new Set<string>(["quitAsked", "closeAsked", "typedAsked", "notice"] satisfies (keyof EventHandlers)[]);

class ToldEvents {
  #answers = 0;
  #waiting: (() => void)[] = [];

  /** The same handlers, each called once no answer is on its way. */
  inOrder(handlers: EventHandlers): EventHandlers {
    const entries = Object.entries(handlers) as [string, (value: unknown) => void][];
    const waiting = entries.map(([kind, handle]) => [kind, (value: unknown) => this.#handle(kind, () => handle(value))]);
    return Object.fromEntries(waiting) as EventHandlers;
  }

  /** Has events wait until `takeOver` has asked how everything stands and taken over the answer. */
  async after(takeOver: () => Promise<void>): Promise<void> {
    this.#answers += 1;
    try {
      await takeOver();
    } finally {
      this.#answers -= 1;
      this.#handleWaiting();
    }
  }

  #handle(kind: string, event: () => void): void {
    if (HANDLED_AT_ONCE.has(kind)) return event();
    this.#waiting.push(event);
    this.#handleWaiting();
  }

  /** One of them may ask how everything stands: the rest waits for that. */
  #handleWaiting(): void {
    while (this.#answers === 0) {
      const next = this.#waiting.shift();
      if (!next) return;
      next();
    }
  }
}

export const toldEvents = new ToldEvents();
