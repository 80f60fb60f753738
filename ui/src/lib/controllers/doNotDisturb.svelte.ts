// Do-not-disturb: until when, and how it begins and ends. The shell holds back what comes and ends it in time.
import { nextMorning } from "$lib/format/days";
import { preferences } from "./preferences.svelte";

export const QUIET_TIMES = ["half-hour", "hour", "morning"] as const;
export type QuietTime = (typeof QUIET_TIMES)[number];

const MINUTE = 60_000;

/** When a time that begins now ends, by this computer's clock. */
export function quietEnd(time: QuietTime, now: number): number {
  if (time === "morning") return nextMorning(now);
  return now + (time === "hour" ? 60 : 30) * MINUTE;
}

class DoNotDisturb {
  /** When it ends; null while everything may disturb. */
  until = $derived(preferences.value.doNotDisturbUntil);

  begin(time: QuietTime): void {
    void preferences.change({ doNotDisturbUntil: quietEnd(time, Date.now()) });
  }

  end(): void {
    void preferences.change({ doNotDisturbUntil: null });
  }
}

export const doNotDisturb = new DoNotDisturb();
