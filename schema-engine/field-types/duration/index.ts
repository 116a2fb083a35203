import { defineFieldType, type FieldContext } from "../../contract/field-type.ts";
import { failure, invalid, success, type Problem } from "../../contract/problem.ts";
import { parseDuration } from "../../shared/calendar.ts";
import { masked } from "../../shared/check-text.ts";
import { Decimal } from "../../shared/decimal.ts";
import { labelled, settingsOf } from "../../shared/labelled.ts";
import { bilingual, isMasked } from "../../shared/locale.ts";
import { durationUnits, formatSeconds, readSeconds, type DurationUnit } from "../../shared/read-duration.ts";
import { sortableNumber } from "../../shared/sortable-number.ts";

interface DurationSettings {
  /** What a bare number that is typed counts. */
  readonly unit: DurationUnit;
}

/** Seconds; more than any text of the pattern can say. */
const MOST = 20_000_000_000;
/** ISO 8601 with the units that always have the same length; no months or years. */
const PATTERN = "^P(?!$)(?:\\d{1,4}W)?(?:\\d{1,5}D)?(?:T(?!$)(?:\\d{1,6}H)?(?:\\d{1,6}M)?(?:\\d{1,7}S)?)?$";
const expression = new RegExp(PATTERN, "u");

const notDuration: Problem = invalid(
  "",
  "duration",
  bilingual(
    "请输入时长，例如 1小时30分钟、1:30 或 PT1H30M。",
    "Enter a length of time, for example 1 h 30 min, 1:30 or PT1H30M.",
  ),
);

export default defineFieldType<number | string, DurationSettings>({
  name: "duration",
  label: bilingual("时长", "Duration"),
  description: bilingual("一段时间的长度，例如通话时长。", "A length of time, such as that of a call."),
  icon: "timer",
  settingsSchema: settingsOf({
    unit: labelled(bilingual("只输入数字时的单位", "Unit of a bare number"), {
      type: "string",
      enum: durationUnits,
    }),
  }),
  defaultSettings: { unit: "minutes" },
  valueSchema: () => ({
    anyOf: [
      { type: "integer", minimum: 0, maximum: MOST },
      { type: "string", pattern: PATTERN },
    ],
  }),
  check: (value) => (isDuration(value) ? [] : [notDuration]),
  normalize: secondsOf,
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as number },
  index: { encode: (value) => sortableNumber(secondsOf(value)) },
  operators: ["eq", "ne", "lt", "lte", "gt", "gte", "between", "in", "notIn", "isEmpty", "isNotEmpty"],
  measure: (value) => ({ amount: String(secondsOf(value)), unit: "" }),
  toldBy: "none",
  parse(text, { unit }) {
    if (isMasked(text)) return failure(masked);
    const iso = text.trim().toUpperCase();
    const seconds = expression.test(iso) ? secondsOf(iso) : readSeconds(text, unit);
    return seconds !== null && isDuration(seconds) ? success(seconds) : failure(notDuration);
  },
  format: (value, _settings, { locale }: FieldContext) => formatSeconds(secondsOf(value), locale),
  cel: { type: "decimal", toCel: (value) => new Decimal(secondsOf(value)) },
});

function isDuration(value: unknown): value is number | string {
  if (typeof value === "string") return value.length <= 40 && expression.test(value);
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MOST;
}

function secondsOf(value: number | string): number {
  if (typeof value === "number") return value === 0 ? 0 : value;
  const { days, milliseconds } = parseDuration(value) ?? { days: 0, milliseconds: 0 };
  return days * 86_400 + milliseconds / 1000;
}
