// Calendar days in the computer's time zone.

export type DayWord = "tomorrow" | "today" | "yesterday" | "weekday" | "date" | "full-date";

/** The day that was asked for last: the messages of a chat ask for the same one hundreds of times. */
let last = { start: 0, end: 0 };

/** The midnight before a moment, in ms. */
export function startOfDay(at: number): number {
  if (!(at >= last.start && at < last.end)) {
    const start = new Date(at).setHours(0, 0, 0, 0);
    last = { start, end: new Date(start).setHours(24, 0, 0, 0) };
  }
  return last.start;
}

export function sameDay(one: number, other: number): boolean {
  return startOfDay(one) === startOfDay(other);
}

/** The number of midnights between; rounded, since a day may have 23 or 25 hours. */
export function daysBetween(earlier: number, later: number): number {
  return Math.round((startOfDay(later) - startOfDay(earlier)) / 86_400_000);
}

/** How a day is named: within the last week by its weekday, older or later than tomorrow by date. */
export function dayWord(at: number, now: number): DayWord {
  const days = daysBetween(at, now);
  if (days === 0) return "today";
  if (days === -1) return "tomorrow";
  if (days === 1) return "yesterday";
  if (days > 1 && days < 7) return "weekday";
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? "date" : "full-date";
}

/** The hour at which a morning begins, for whoever wants quiet until then. */
const MORNING = 6;

/** The beginning of tomorrow's morning, by this computer's calendar. */
export function nextMorning(now: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, MORNING).getTime();
}

/** A moment as a page's `time` names it; undefined beyond what a date can hold. */
export function isoTime(at: number): string | undefined {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** A day as it is typed: 20.11.2026. */
export function typedDay(time: number): string {
  const date = new Date(time);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${two(date.getDate())}.${two(date.getMonth() + 1)}.${date.getFullYear()}`;
}
