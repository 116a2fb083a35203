import { addDays, addMonths, dateIn, daysBetween, isDate } from "../../shared/calendar.ts";
import { Decimal } from "../../shared/decimal.ts";
import { bilingual } from "../../shared/locale.ts";
import { CelDate, type Numeric } from "../cel-values.ts";
import { ExpressionFault } from "../fault.ts";
import { addBusinessDays, businessDaysBetween } from "./business-days.ts";
import type { ExpressionFunction, Overload } from "./define.ts";
import { wholeNumber } from "./whole-number.ts";

/** Functions of days and instants; the zone is the workspace's. */
export function dateFunctions(timeZone: string): readonly ExpressionFunction[] {
  const dateOf: ExpressionFunction = {
    name: "dateOf",
    group: "date",
    help: bilingual("某一时刻在工作区时区的日期。", "The day of an instant in the workspace's time zone."),
    example: "dateOf(now)",
    overloads: [
      {
        takes: ["instant"],
        gives: "date",
        run: (instant: Date) => celDate(dateIn(instant.toISOString(), timeZone)),
      },
    ],
  };
  return [...readers, dateOf, ...parts, ...edges, ...business];
}

const part = (
  name: string,
  help: ExpressionFunction["help"],
  read: (text: string) => number,
): ExpressionFunction => ({
  name,
  group: "date",
  help,
  example: `${name}(date('2026-01-31'))`,
  overloads: [{ takes: ["date"], gives: "whole", run: (day: CelDate) => BigInt(read(day.text)) }],
});

const parts = [
  part("year", bilingual("年份。", "The year."), (text) => Number(text.slice(0, 4))),
  part("month", bilingual("月份，1–12。", "The month, 1–12."), (text) => Number(text.slice(5, 7))),
  part("day", bilingual("一个月中的第几天，1–31。", "The day of the month, 1–31."), (text) =>
    Number(text.slice(8)),
  ),
  part(
    "weekday",
    bilingual("星期几：1 为星期一，7 为星期日。", "Day of the week: 1 is Monday, 7 is Sunday."),
    (text) => ((new Date(`${text}T00:00:00Z`).getUTCDay() + 6) % 7) + 1,
  ),
];

const edge = (
  name: string,
  help: ExpressionFunction["help"],
  move: (text: string) => string | null,
): ExpressionFunction => ({
  name,
  group: "date",
  help,
  example: `${name}(date('2026-02-10'))`,
  overloads: [{ takes: ["date"], gives: "date", run: (day: CelDate) => celDate(move(day.text)) }],
});

const firstOfMonth = (text: string): string => `${text.slice(0, 8)}01`;
const edges = [
  edge("startOfMonth", bilingual("所在月份的第一天。", "The first day of its month."), firstOfMonth),
  edge("endOfMonth", bilingual("所在月份的最后一天。", "The last day of its month."), (text) => {
    const next = addMonths(firstOfMonth(text), 1);
    return next === null ? `${text.slice(0, 8)}31` : addDays(next, -1);
  }),
];

const readers: readonly ExpressionFunction[] = [
  {
    name: "date",
    group: "date",
    help: bilingual("写成 年-月-日 的日期。", "The day written as year-month-day."),
    example: "date('2026-01-31')",
    overloads: [
      { takes: ["text"], gives: "date", run: (text: string) => celDate(isDate(text) ? text : null) },
    ],
  },
  shifted(
    "addDays",
    bilingual("若干天之后，负数为之前。", "So many days later; earlier when negative."),
    addDays,
  ),
  shifted(
    "addMonths",
    bilingual(
      "若干个月之后；31 日变成短月的最后一天。",
      "So many months later; a 31st becomes a shorter month's last day.",
    ),
    addMonths,
  ),
  shifted("addYears", bilingual("若干年之后。", "So many years later."), (from, years) =>
    addMonths(from, years * 12),
  ),
  {
    name: "daysBetween",
    group: "date",
    help: bilingual("从第一天到第二天的天数。", "Days from the first day to the second."),
    example: "daysBetween(date('2026-01-01'), date('2026-01-31'))",
    overloads: [
      {
        takes: ["date", "date"],
        gives: "whole",
        run: (from: CelDate, to: CelDate) => BigInt(daysBetween(from.text, to.text)),
      },
    ],
  },
  {
    name: "hoursBetween",
    group: "date",
    help: bilingual("两个时刻之间的小时数。", "Hours from the first instant to the second."),
    example: "hoursBetween(now, now)",
    overloads: [
      {
        takes: ["instant", "instant"],
        gives: "number",
        run: (from: Date, to: Date) => new Decimal(to.getTime() - from.getTime()).dividedBy(3_600_000),
      },
    ],
  },
];

const addBusiness: Overload["run"] = (from: CelDate, days: Numeric, holidays: readonly string[] = []) =>
  celDate(addBusinessDays(from.text, wholeNumber(days), holidays));
const countBusiness: Overload["run"] = (from: CelDate, to: CelDate, holidays: readonly string[] = []) =>
  BigInt(businessDaysBetween(from.text, to.text, holidays));

const business: readonly ExpressionFunction[] = [
  {
    name: "addBusinessDays",
    group: "date",
    help: bilingual(
      "若干个工作日之后；可以列出节假日。",
      "So many working days later; holidays can be listed.",
    ),
    example: "addBusinessDays(date('2026-01-30'), 1, ['2026-02-02'])",
    overloads: [
      { takes: ["date", "whole"], gives: "date", run: addBusiness },
      { takes: ["date", "whole", "texts"], gives: "date", run: addBusiness },
    ],
  },
  {
    name: "businessDaysBetween",
    group: "date",
    help: bilingual(
      "第一天之后、到第二天为止的工作日数；可以列出节假日。",
      "Working days after the first day, up to the second; holidays can be listed.",
    ),
    example: "businessDaysBetween(date('2026-01-30'), date('2026-02-06'))",
    overloads: [
      { takes: ["date", "date"], gives: "whole", run: countBusiness },
      { takes: ["date", "date", "texts"], gives: "whole", run: countBusiness },
    ],
  },
];

function shifted(
  name: string,
  help: ExpressionFunction["help"],
  move: (from: string, count: number) => string | null,
): ExpressionFunction {
  return {
    name,
    group: "date",
    help,
    example: `${name}(date('2026-01-31'), 1)`,
    overloads: [
      {
        takes: ["date", "whole"],
        gives: "date",
        run: (from: CelDate, count: Numeric) => celDate(move(from.text, wholeNumber(count))),
      },
    ],
  };
}

function celDate(text: string | null): CelDate {
  if (text !== null) return new CelDate(text);
  throw new ExpressionFault("evaluation_failed", [
    "没有这一天，日期须在公元 1000 至 9999 年之间。",
    "There is no such day; days lie in the years 1000 to 9999.",
  ]);
}
