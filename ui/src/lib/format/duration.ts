// How long something took, in the largest units that say enough.

/** From so many hours on days are told. */
const LONG_HOURS = 48;

/** The locale key of a duration, and its numbers. */
export function durationParts(ms: number): { key: string; args: Record<string, number> } {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return { key: "duration-seconds", args: { count: seconds } };
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return { key: "duration-minutes", args: { count: minutes } };
  if (minutes >= LONG_HOURS * 60) return { key: "duration-days", args: { days: Math.floor(minutes / 1440), hours: Math.floor((minutes % 1440) / 60) } };
  return { key: "duration-hours", args: { hours: Math.floor(minutes / 60), minutes: minutes % 60 } };
}
