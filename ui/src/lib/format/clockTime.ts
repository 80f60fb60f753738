// A time of day that somebody typed.
import { digitValue } from "./text/letters";

export type ClockTime = { hours: number; minutes: number };

/** Reads «9», «9:30», «21.05», «٩:٣٠»; null for anything else. */
export function parseClockTime(typed: string): ClockTime | null {
  const text = typed.trim().replace(/[\u0660-\u0669\u06F0-\u06F9]/gu, (digit) => String(digitValue(digit.charCodeAt(0))));
  const match = /^(\d{1,2})(?:[:.٫](\d{2}))?$/u.exec(text);
  if (!match) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2] ?? 0)];
  return hours < 24 && minutes < 60 ? { hours, minutes } : null;
}

/** That time today or tomorrow, in this computer's time zone. */
export function atClockTime({ hours, minutes }: ClockTime, day: "today" | "tomorrow", now: number): number {
  const date = new Date(now);
  date.setDate(date.getDate() + (day === "tomorrow" ? 1 : 0));
  date.setHours(hours, minutes, 0, 0);
  return date.getTime();
}
