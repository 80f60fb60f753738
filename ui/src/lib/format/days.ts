// Days as people count them, in the machine's own time zone.

export type DayWord = "today" | "yesterday" | "weekday" | "date" | "full-date";

/** Midnight at the beginning of a moment's day, in ms. */
export function startOfDay(at: number): number {
  const day = new Date(at);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}

export function sameDay(one: number, other: number): boolean {
  return startOfDay(one) === startOfDay(other);
}

/** How many midnights lie between; rounded, since a day may have 23 or 25 hours. */
export function daysBetween(earlier: number, later: number): number {
  return Math.round((startOfDay(later) - startOfDay(earlier)) / 86_400_000);
}

/** Which word names the day: days within the last week by their weekday, older ones by date. */
export function dayWord(at: number, now: number): DayWord {
  const days = daysBetween(at, now);
  if (days === 0) return "today";
  if (days === 1) return "yesterday";
  if (days > 1 && days < 7) return "weekday";
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? "date" : "full-date";
}
