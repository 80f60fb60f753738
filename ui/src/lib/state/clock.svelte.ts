// The time of day, for «now», «today» and countdowns: a slow tick always, a quick one while asked for.

class Clock {
  /** Changes every half minute. */
  now = $state(Date.now());
  /** Changes every second while a countdown is on screen. */
  second = $state(Date.now());

  start(): void {
    setInterval(() => (this.now = Date.now()), 30_000);
  }

  /** Ticks each second until the returned function is called. */
  countSeconds(): () => void {
    this.second = Date.now();
    const timer = setInterval(() => (this.second = Date.now()), 1000);
    return () => clearInterval(timer);
  }
}

export const clock = new Clock();
