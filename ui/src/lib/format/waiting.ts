// How long somebody has waited for an answer, and how that is shown.
import type { Preferences } from "$lib/ipc";
import type { Tone } from "./names";

export type Waited = { unit: "now" | "minutes" | "hours" | "days"; count: number };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The time since `since` in its largest unit, rounded down. */
export function waited(since: number, now: number): Waited {
  const ms = now - since;
  if (ms < MINUTE) return { unit: "now", count: 0 };
  if (ms < HOUR) return { unit: "minutes", count: Math.floor(ms / MINUTE) };
  if (ms < DAY) return { unit: "hours", count: Math.floor(ms / HOUR) };
  return { unit: "days", count: Math.floor(ms / DAY) };
}

/** The colour of a waiting time: plain, amber from the first threshold on, red from the second. */
export function waitingTone(since: number, now: number, thresholds: Pick<Preferences, "waitingLongMinutes" | "waitingLateMinutes">): Tone {
  const minutes = (now - since) / MINUTE;
  if (minutes >= thresholds.waitingLateMinutes) return "bad";
  return minutes >= thresholds.waitingLongMinutes ? "warn" : "plain";
}
