import { addDays, addMonths, dateIn, instantOf } from "../shared/calendar.ts";

/** What relative dates are relative to. */
export interface Moment {
  /** RFC 3339 UTC. */
  readonly now: string;
  /** IANA zone of the workspace. */
  readonly timeZone: string;
}

/** First and last day of what a relative date stands for, `YYYY-MM-DD`. */
export interface DaySpan {
  readonly first: string;
  readonly last: string;
}

const RELATIVE = /^@(today|thisWeek|thisMonth|thisQuarter|thisYear)(?:([+-])(\d{1,4})([dwmy]))?$/;

/** The days of `@today`, `@today-30d`, `@thisWeek` (from Monday), `@thisMonth`, `@thisQuarter`, `@thisYear+1y`; null for other texts. */
export function relativeDays(text: string, { now, timeZone }: Moment): DaySpan | null {
  const [, unit, sign, count, step] = RELATIVE.exec(text) ?? [];
  if (unit === undefined) return null;
  const amount = Number(count ?? 0) * (sign === "-" ? -1 : 1);
  const day = moved(dateIn(now, timeZone), amount, step ?? "d");
  return day === null ? null : spanAround(day, unit);
}

/** The instant a day begins in the zone, or ends when `end`: one millisecond before the next. */
export function dayBoundary(day: string, timeZone: string, end: boolean): string {
  const from = end ? (addDays(day, 1) ?? day) : day;
  return new Date(instantOf(`${from}T00:00:00.000`, timeZone) - (end ? 1 : 0)).toISOString();
}

function moved(day: string, amount: number, step: string): string | null {
  if (step === "d" || step === "w") return addDays(day, step === "w" ? amount * 7 : amount);
  return addMonths(day, step === "y" ? amount * 12 : amount);
}

function spanAround(day: string, unit: string): DaySpan | null {
  if (unit === "today") return { first: day, last: day };
  if (unit === "thisWeek") {
    const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
    return span(addDays(day, -weekday), addDays(day, 6 - weekday));
  }
  const month = Number(day.slice(5, 7));
  const months = unit === "thisMonth" ? 1 : unit === "thisQuarter" ? 3 : 12;
  const start = `${day.slice(0, 4)}-${String(month - ((month - 1) % months)).padStart(2, "0")}-01`;
  const after = addMonths(start, months);
  return span(start, after && addDays(after, -1));
}

function span(first: string | null, last: string | null): DaySpan | null {
  return first === null || last === null ? null : { first, last };
}
