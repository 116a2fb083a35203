import { addDays, daysBetween, isDate } from "../../shared/calendar.ts";

/** Most working days that can be added at once: some 40 years. */
const MOST = 10_000;

/**
 * Working days (Monday to Friday that are no holidays) after `from` up to `to`; negative when `to` is earlier. Texts among
 * the holidays that are no `YYYY-MM-DD` are of no account.
 */
export function businessDaysBetween(from: string, to: string, holidays: readonly string[]): number {
  if (to < from) return -businessDaysBetween(to, from, holidays);
  const days = daysBetween(from, to);
  const start = weekdayOf(from);
  const rest = Array.from({ length: days % 7 }, (_, at) => (start + at + 1) % 7).filter((one) => one < 5);
  const free = workingHolidays(holidays).filter((one) => from < one && one <= to);
  return Math.floor(days / 7) * 5 + rest.length - free.length;
}

/** The day so many working days later (earlier when negative); null beyond the years 1000–9999 or 10,000 working days. */
export function addBusinessDays(from: string, count: number, holidays: readonly string[]): string | null {
  if (Math.abs(count) > MOST) return null;
  const free = new Set(workingHolidays(holidays));
  const step = Math.sign(count);
  let day: string | null = from;
  for (let left = Math.abs(count); left > 0 && day !== null;) {
    day = addDays(day, step);
    if (day !== null && weekdayOf(day) < 5 && !free.has(day)) left -= 1;
  }
  return day;
}

function workingHolidays(holidays: readonly string[]): readonly string[] {
  return [...new Set(holidays)].filter((one) => isDate(one) && weekdayOf(one) < 5);
}

/** 0 is Monday. */
function weekdayOf(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}
