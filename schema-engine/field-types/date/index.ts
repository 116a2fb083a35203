import { defineFieldType } from "../../contract/field-type.ts";
import { failure, invalid, success, type Problem } from "../../contract/problem.ts";
import { DATE_PATTERN, isDate } from "../../shared/calendar.ts";
import { masked } from "../../shared/check-text.ts";
import { settingsOf } from "../../shared/labelled.ts";
import { bilingual, isMasked } from "../../shared/locale.ts";
import { readDate } from "../../shared/read-date.ts";

const notDate: Problem = invalid(
  "",
  "date",
  bilingual("请输入有效的日期，例如 2025-03-31。", "Enter a valid date, for example 2025-03-31."),
);

export default defineFieldType<string, object>({
  name: "date",
  label: bilingual("日期", "Date"),
  description: bilingual("没有时间的日期。", "A day without a time."),
  icon: "calendar",
  settingsSchema: settingsOf({}),
  defaultSettings: {},
  valueSchema: () => ({ type: "string", format: "date", pattern: DATE_PATTERN }),
  check: (value) => (typeof value === "string" && isDate(value) ? [] : [notDate]),
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as string },
  index: { encode: (value) => value.replaceAll("-", "") },
  uniqueKey: (value) => value,
  operators: ["eq", "ne", "lt", "lte", "gt", "gte", "between", "in", "notIn", "isEmpty", "isNotEmpty"],
  parse(text) {
    if (isMasked(text)) return failure(masked);
    const date = readDate(text);
    return date === null ? failure(notDate) : success(date);
  },
  format: (value) => value,
  cel: { type: "date", toCel: (value) => value },
});
