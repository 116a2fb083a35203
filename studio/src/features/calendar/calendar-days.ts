import { addDays, dateIn, daysBetween, instantOf, wallClock } from "#engine";

/** How much of a calendar is on the screen. */
export type Span = "month" | "week";

/** Days on the screen as `YYYY-MM-DD`, whole weeks from Monday, around a day. */
export function daysOf(span: Span, around: string): readonly string[] {
  if (span === "week") return days(mondayOf(around), 7);
  const first = mondayOf(`${around.slice(0, 8)}01`);
  const next = plus(`${around.slice(0, 8)}01`, 31).slice(0, 8);
  const last = plus(`${next}01`, -1);
  const weeks = Math.floor(daysBetween(first, last) / 7) + 1;
  return days(first, weeks * 7);
}

/** The day around which the next or the last span lies. */
export function stepped(span: Span, around: string, by: -1 | 1): string {
  if (span === "week") return plus(around, 7 * by);
  return by > 0
    ? `${plus(`${around.slice(0, 8)}01`, 31).slice(0, 8)}01`
    : `${plus(`${around.slice(0, 8)}01`, -1).slice(0, 8)}01`;
}

/** The day on which a value of a date or date-time field falls in a zone; undefined for no value. */
export function dayOf(value: unknown, timeZone: string): string | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  return value.length === 10 ? value : dateIn(value, timeZone);
}

/** The value some days later, at the same time of day. */
export function shifted(value: string, by: number, timeZone: string): string {
  if (value.length === 10) return plus(value, by);
  const local = wallClock(value, timeZone);
  return new Date(instantOf(`${plus(local.slice(0, 10), by)}${local.slice(10)}`, timeZone)).toISOString();
}

/** First and last value of a field that falls on these days. */
export function boundsOf(
  shown: readonly string[],
  kind: { readonly timed: boolean; readonly timeZone: string },
): readonly [string, string] {
  const [first = ""] = shown;
  const last = shown.at(-1) ?? first;
  if (!kind.timed) return [first, last];
  const start = (day: string) => instantOf(`${day}T00:00:00`, kind.timeZone);
  return [new Date(start(first)).toISOString(), new Date(start(plus(last, 1)) - 1).toISOString()];
}

/** An entry that lasts from one day to another. */
export interface Lasting {
  readonly from: string;
  readonly to: string;
}

/** Whether the entry is there on the day. */
export function isOn(entry: Lasting, day: string): boolean {
  return entry.from <= day && day <= (entry.to < entry.from ? entry.from : entry.to);
}

/** The day `by` days later. */
export function plus(day: string, by: number): string {
  return addDays(day, by) ?? day;
}

function mondayOf(day: string): string {
  return plus(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}

function days(first: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => plus(first, at));
}
