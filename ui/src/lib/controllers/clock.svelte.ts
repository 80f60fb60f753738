// The time of day, for «now», «today» and countdowns: a slow tick always, a quick one while asked for.
// It is the server's time as far as the engine knows it: a computer whose clock is off shows right times.

class Clock {
  /** The server's clock minus this computer's, in ms. */
  offset = $state(0);
  /** Changes every half minute. */
  now = $state(Date.now());
  /** Changes every second while a countdown is on screen. */
  second = $state(Date.now());

  /** The moment itself, for whoever compares it with what the server or the engine said. */
  exactNow = (): number => Date.now() + this.offset;

  /** The engine learnt how far this computer's clock is off. */
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
