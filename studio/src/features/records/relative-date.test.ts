import { relativeDays } from "#engine";
import { expect, it } from "vitest";
import { isRelative, namedDates, relativeDate, relativeOperand } from "./relative-date.ts";

const moment = { now: "2026-11-25T08:00:00Z", timeZone: "Asia/Shanghai" };

it("names only dates that the engine understands", () => {
  const days = namedDates.map(([name, operand]) => [name, relativeDays(operand, moment)?.first]);
  expect(Object.fromEntries(days)).toMatchObject({
    ...{ today: "2026-11-25", yesterday: "2026-11-24", tomorrow: "2026-11-26" },
    ...{ thisWeek: "2026-11-23", lastWeek: "2026-11-16", nextMonth: "2026-12-01" },
    ...{ thisQuarter: "2026-10-01", lastQuarter: "2026-07-01", nextQuarter: "2027-01-01" },
    ...{ lastYear: "2025-01-01", nextYear: "2027-01-01" },
  });
  expect(days.every(([, first]) => first !== undefined)).toBe(true);
});

it("reads what it writes", () => {
  for (const date of [
    { name: "lastQuarter", count: 0, step: "d" },
    { name: "ago", count: 30, step: "d" },
    { name: "ahead", count: 2, step: "m" },
  ] as const) {
    expect(relativeDate(relativeOperand(date))).toEqual(date);
  }
  expect(relativeDate("@thisWeek-7w")).toBeNull();
});

it("tells a relative date from the person who asks and from a day", () => {
  expect([isRelative("@today"), isRelative("@me"), isRelative("2026-11-25")]).toEqual([true, false, false]);
});
