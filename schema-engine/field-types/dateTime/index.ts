import { defineFieldType, type FieldContext } from "../../contract/field-type.ts";
import { failure, invalid, success, type Problem, type Result } from "../../contract/problem.ts";
import { datePattern, instantOf, wallClock } from "../../shared/calendar.ts";
import { masked } from "../../shared/check-text.ts";
import { settingsOf } from "../../shared/labelled.ts";
import { bilingual, halfWidth, isMasked } from "../../shared/locale.ts";
import { readDate, readTime } from "../../shared/read-date.ts";

/** Offsets are allowed one year inside the range, so that the UTC form is always inside it. */
const TIME = "T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,3})?";
const OFFSET = "[+-](?:(?:0\\d|1[0-3]):[0-5]\\d|14:00)";
const PATTERN =
  `^(?:${datePattern("[1-9]\\d{3}")}${TIME}Z|` +
  `(?!1000|9999)${datePattern("[1-9]\\d{3}")}${TIME}${OFFSET})$`;
const expression = new RegExp(PATTERN, "u");

const notInstant: Problem = invalid(
  "",
  "date_time",
  bilingual(
    "请输入有效的日期和时间，例如 2025-03-31 14:30。",
    "Enter a valid date and time, for example 2025-03-31 14:30.",
  ),
);

export default defineFieldType<string, object>({
  name: "dateTime",
  label: bilingual("日期时间", "Date and time"),
  description: bilingual("某一时刻，按各人的时区显示。", "An instant, shown in each person's time zone."),
  icon: "calendar-clock",
  settingsSchema: settingsOf({}),
  defaultSettings: {},
  valueSchema: () => ({ type: "string", format: "date-time", pattern: PATTERN }),
  check: (value) => (isInstant(value) ? [] : [notInstant]),
  normalize: (value) => new Date(value).toISOString(),
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as string },
  index: { encode: (value) => new Date(value).toISOString().replace(/[-:.Z]/g, "") },
  operators: ["lt", "lte", "gt", "gte", "between", "eq", "ne", "isEmpty", "isNotEmpty"],
  parse: parseInstant,
  format: formatInstant,
  cel: { type: "timestamp", toCel: (value) => new Date(value) },
});

function isInstant(value: unknown): value is string {
  return typeof value === "string" && value.length <= 40 && expression.test(value);
}

function parseInstant(text: string, _settings: object, { timeZone }: FieldContext): Result<string> {
  if (isMasked(text)) return failure(masked);
  const plain = halfWidth(text).trim();
  if (isInstant(plain)) return success(new Date(plain).toISOString());
  const match = /^(.*?\d日?)(?:[T\s]+|(?<=日))(\d{1,2}[:时].*)$/.exec(plain);
  const date = readDate(match?.[1] ?? plain);
  const time = match ? readTime(match[2] ?? "") : "00:00:00.000";
  if (date === null || time === null) return failure(notInstant);
  const instant = new Date(instantOf(`${date}T${time}`, timeZone)).toISOString();
  return isInstant(instant) ? success(instant) : failure(notInstant);
}

/** Wall clock of the zone to the minute, or as fine as the value is; the UTC form where the wall clock is ambiguous. */
function formatInstant(value: string, _settings: object, context: FieldContext): string {
  const local = wallClock(value, context.timeZone);
  const text = local.replace("T", " ").replace(/(:00)?\.000$/, "");
  const back = parseInstant(text, {}, context);
  return back.ok && Date.parse(back.value) === Date.parse(value) ? text : new Date(value).toISOString();
}
