// Runs commands one after another, in the order in which the user acted. The shell runs each command as a task of its
// own, so of two that are under way together either may come first: a draft that was saved just before its text was sent
// would come back.

/** Nobody waits longer for a command before it, which has only the disk to wait for. */
export const LONGEST_WAIT_MS = 10_000;

export class CommandQueue {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(command: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(command);
    this.#last = Promise.race([turn, new Promise((done) => setTimeout(done, LONGEST_WAIT_MS))]).catch(() => undefined);
    return turn;
  }
}
