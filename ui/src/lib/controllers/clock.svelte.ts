// The server's time, so that a computer with a wrong clock shows right times. It ticks every half minute,
// and every second while a countdown is on screen.

class Clock {
  /** The server's clock minus this computer's, in ms. */
  offset = $state(0);
  /** Changes every half minute. */
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

  start(): void {
    setInterval(() => (this.now = this.exactNow()), 30_000);
  }

  /** Ticks each second until the returned function is called. */
  countSeconds(): () => void {
    this.second = this.exactNow();
    const timer = setInterval(() => (this.second = this.exactNow()), 1000);
    return () => clearInterval(timer);
  }
}

export const clock = new Clock();
