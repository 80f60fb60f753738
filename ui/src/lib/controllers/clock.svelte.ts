// The server's time, so that a computer with a wrong clock shows right times. The shell has it tick each minute: the
// timers of a page that nobody sees stand still. Each second counts while a countdown is on screen.

class Clock {
  /** The server's clock minus this computer's, in ms. */
  offset = $state(0);
  /** Changes each minute. */
  now = $state(Date.now());
  /** Changes every second while a countdown is on screen. */
  second = $state(Date.now());

  /** The exact time, to compare with times of the server and the engine. */
  exactNow = (): number => Date.now() + this.offset;

  setOffset(offset: number): void {
    this.offset = offset;
    this.now = this.exactNow();
    this.second = this.exactNow();
  }

  /** Another minute has passed. */
  tick(): void {
    this.now = this.exactNow();
  }

  /** Ticks each second until the returned function is called. */
  countSeconds(): () => void {
    this.second = this.exactNow();
    const timer = setInterval(() => (this.second = this.exactNow()), 1000);
    return () => clearInterval(timer);
  }
}

export const clock = new Clock();
