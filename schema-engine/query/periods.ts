import { addDays, addMonths, dateIn } from "../shared/calendar.ts";
import { dayBoundary } from "./relative-dates.ts";

/** Lengths of time that dates are grouped by. */
export const periodUnits = ["day", "month", "quarter", "year"] as const;
export type PeriodUnit = (typeof periodUnits)[number];

/** Whether a time is a day of the calendar or an instant, which falls on a day only in a zone. */
export type TimeKind = "date" | "instant";

const named: Readonly<Record<PeriodUnit, (day: string) => string>> = {
  day: (day) => day,
  month: (day) => day.slice(0, 7),
  quarter: (day) => `${day.slice(0, 4)}-Q${String(Math.ceil(Number(day.slice(5, 7)) / 3))}`,
  year: (day) => day.slice(0, 4),
};

/** The period a time lies in, in the zone: `2026-11-24`, `2026-11`, `2026-Q4` or `2026`. */
export function periodOf(
  time: { readonly text: string; readonly kind: TimeKind },
  unit: PeriodUnit,
  timeZone: string,
): string {
  return named[unit](time.kind === "date" ? time.text : dateIn(time.text, timeZone));
}

/** The quarter or year of a month, or the month itself. */
export function periodOfMonth(month: string, unit: Exclude<PeriodUnit, "day">): string {
  return named[unit](`${month}-01`);
}

/** First and last time of a month (`2026-11`), as values of the kind; both within it. */
export function monthEdges(
  month: string,
  kind: TimeKind,
  timeZone: string,
): { readonly first: string; readonly last: string } {
  const first = `${month}-01`;
  const next = addMonths(first, 1);
  const last = (next === null ? null : addDays(next, -1)) ?? `${month}-31`;
  if (kind === "date") return { first, last };
  return { first: dayBoundary(first, timeZone, false), last: dayBoundary(last, timeZone, true) };
}
