const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Pattern of a real date of the years `yearPattern` allows, `YYYY-MM-DD`, without anchors. */
export function datePattern(yearPattern: string): string {
  const months = "(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)";
  const february = "02-(?:0[1-9]|1\\d|2[0-8])";
  const leapYear = "(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";
  return `(?:(?=${yearPattern}-)(?:\\d{4}-(?:${months}|${february})|${leapYear}-02-29))`;
}

/** Real dates of the years 1000–9999. */
export const DATE_PATTERN = `^${datePattern("[1-9]\\d{3}")}$`;
const dateExpression = new RegExp(DATE_PATTERN, "u");

export function isDate(text: string): boolean {
  return dateExpression.test(text);
}

/** `YYYY-MM-DD` of three numbers; null when there is no such day. */
export function dateOf(year: number, month: number, day: number): string | null {
  const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  return isDate(text) ? text : null;
}

/** The date so many days later (earlier when negative); null beyond the years 1000–9999. */
export function addDays(date: string, days: number): string | null {
  const later = new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY);
  const text = Number.isNaN(later.getTime()) ? "" : later.toISOString().slice(0, 10);
  return isDate(text) ? text : null;
}

/** The date so many months later; the 31st becomes the last day of a shorter month. */
export function addMonths(date: string, months: number): string | null {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  const total = year * 12 + month - 1 + months;
  const target = { year: Math.floor(total / 12), month: (total % 12) + 1 };
  const last = new Date(Date.UTC(target.year, target.month, 0)).getUTCDate();
  return dateOf(target.year, target.month, Math.min(day, last));
}

/** Whole days from one date to another; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

/** A length of time: calendar part in days and months, clock part in milliseconds. */
export interface Duration {
  readonly months: number;
  readonly days: number;
  readonly milliseconds: number;
}

/** ISO 8601 durations such as `P3D`, `P2W`, `P1M`, `PT2H30M`; whole numbers only. */
export const DURATION_PATTERN =
  "^P(?!$)(?:\\d{1,4}Y)?(?:\\d{1,4}M)?(?:\\d{1,4}W)?(?:\\d{1,5}D)?(?:T(?!$)(?:\\d{1,6}H)?(?:\\d{1,6}M)?(?:\\d{1,7}S)?)?$";

/** The duration a text stands for; null when it is none. */
export function parseDuration(text: string): Duration | null {
  if (!new RegExp(DURATION_PATTERN, "u").test(text)) return null;
  const [date = "", time = ""] = text.slice(1).split("T");
  const of = (part: string, unit: string): number => Number(new RegExp(`(\\d+)${unit}`).exec(part)?.[1] ?? 0);
  return {
    months: of(date, "Y") * 12 + of(date, "M"),
    days: of(date, "W") * 7 + of(date, "D"),
    milliseconds: of(time, "H") * HOUR + of(time, "M") * 60_000 + of(time, "S") * 1000,
  };
}

/**
 * The instant after a duration: calendar parts move the wall clock of the zone (a day is a day across a change of
 * summer time), clock parts are exact. RFC 3339 UTC; null beyond the years 1000–9999.
 */
export function addDuration(instant: string, duration: Duration, timeZone: string): string | null {
  const calendar = duration.months !== 0 || duration.days !== 0;
  const start = calendar ? moveWallClock(instant, duration, timeZone) : Date.parse(instant);
  if (start === null) return null;
  const end = new Date(start + duration.milliseconds);
  const text = Number.isNaN(end.getTime()) ? "" : end.toISOString();
  return isDate(text.slice(0, 10)) ? text : null;
}

function moveWallClock(instant: string, duration: Duration, timeZone: string): number | null {
  const local = wallClock(instant, timeZone);
  const month = addMonths(local.slice(0, 10), duration.months);
  const day = month === null ? null : addDays(month, duration.days);
  return day === null ? null : instantOf(day + local.slice(10), timeZone);
}

/** Wall clock of an instant in a zone, `YYYY-MM-DDTHH:mm:ss.sss`. */
export function wallClock(instant: string, timeZone: string): string {
  const time = Date.parse(instant);
  return new Date(time + offsetAt(time, timeZone)).toISOString().slice(0, -1);
}

/** Date of an instant in a zone, `YYYY-MM-DD`. */
export function dateIn(instant: string, timeZone: string): string {
  return wallClock(instant, timeZone).slice(0, 10);
}

/**
 * Milliseconds since 1970 of a wall clock in a zone. A time that summer time skips is moved on by the gap; one that
 * happens twice is the first.
 */
export function instantOf(local: string, timeZone: string): number {
  const asUtc = Date.parse(`${local}Z`);
  const before = asUtc - offsetAt(asUtc - DAY, timeZone);
  const after = asUtc - offsetAt(asUtc + DAY, timeZone);
  const fits = (time: number): boolean => time + offsetAt(time, timeZone) === asUtc;
  if (fits(before)) return before;
  return fits(after) ? after : before;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    calendar: "gregory",
    era: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formats.set(timeZone, made);
  return made;
}

/** Milliseconds the zone is ahead of UTC at an instant. */
function offsetAt(time: number, timeZone: string): number {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(new Date(time))
      .map((one) => [one.type, one.value]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type) ?? 0);
  const local = new Date(0);
  local.setUTCFullYear(of("year"), of("month") - 1, of("day"));
  local.setUTCHours(of("hour"), of("minute"), of("second"));
  return local.getTime() - Math.floor(time / 1000) * 1000;
}

/** Whether the runtime knows a zone of this IANA name. */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, "0");
}
