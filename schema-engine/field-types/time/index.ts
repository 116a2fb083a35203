import { defineFieldType } from "../../contract/field-type.ts";
import { failure, invalid, success, type Problem } from "../../contract/problem.ts";
import { masked } from "../../shared/check-text.ts";
import { settingsOf } from "../../shared/labelled.ts";
import { bilingual, halfWidth, isMasked } from "../../shared/locale.ts";
import { readTime } from "../../shared/read-date.ts";

const PATTERN = "^(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?$";
const expression = new RegExp(PATTERN, "u");

const notTime: Problem = invalid(
  "",
  "time",
  bilingual("请输入有效的时间，例如 14:30。", "Enter a valid time of day, for example 14:30."),
);

export default defineFieldType<string, object>({
  name: "time",
  label: bilingual("时间", "Time"),
  description: bilingual("一天中的某个时刻，不带日期。", "A time of day, without a date."),
  icon: "clock",
  settingsSchema: settingsOf({}),
  defaultSettings: {},
  valueSchema: () => ({ type: "string", pattern: PATTERN }),
  check: (value) => (typeof value === "string" && expression.test(value) ? [] : [notTime]),
  normalize: shortest,
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as string },
  index: { encode: (value) => value.replaceAll(":", "").padEnd(6, "0") },
  uniqueKey: shortest,
  operators: ["eq", "ne", "lt", "lte", "gt", "gte", "between", "in", "notIn", "isEmpty", "isNotEmpty"],
  parse(text) {
    if (isMasked(text)) return failure(masked);
    const time = readClock(text);
    return time === null ? failure(notTime) : success(shortest(time));
  },
  format: shortest,
  cel: { type: "string", toCel: shortest },
});

/** Without seconds where they are zero. */
function shortest(value: string): string {
  return value.replace(/^(\d\d:\d\d):00$/, "$1");
}

/** `HH:mm:ss` of `14:30`, `14点30分`, `下午2:30`, `2:30 pm`, `2 pm`; null when it is none. */
function readClock(text: string): string | null {
  const plain = halfWidth(text).trim().toLowerCase();
  const word = /^(?:上午|下午|am|pm)|(?:am|pm)$/.exec(plain)?.[0];
  const digits = (word === undefined ? plain : plain.replace(word, "").trim())
    .replace(/[点时]$/, ":00")
    .replace("点", ":");
  if (word === undefined) return toSecond(digits);
  const time = toSecond(/^\d{1,2}$/.test(digits) ? `${digits}:00` : digits);
  return time === null ? null : withHalf(time, word);
}

function toSecond(digits: string): string | null {
  const read = readTime(digits);
  return read?.endsWith(".000") ? read.slice(0, 8) : null;
}

function withHalf(time: string, word: string): string | null {
  const hour = Number(time.slice(0, 2));
  const isAfternoon = word === "下午" || word === "pm";
  if (hour > 12) return isAfternoon ? time : null;
  return String((hour % 12) + (isAfternoon ? 12 : 0)).padStart(2, "0") + time.slice(2);
}
