/** A date that moves with the calendar, as filters take it: `@today-30d`, `@thisQuarter`. */
export interface RelativeDate {
  /** Key of its words; `ago` and `ahead` are told by a number and a step. */
  readonly name: string;
  readonly count: number;
  readonly step: DateStep;
}

export type DateStep = "d" | "w" | "m" | "y";
export const dateSteps: readonly DateStep[] = ["d", "w", "m", "y"];

/** Relative dates that have a name of their own, in the order of a menu. */
export const namedDates: readonly (readonly [name: string, operand: string])[] = [
  ["today", "@today"],
  ["yesterday", "@today-1d"],
  ["tomorrow", "@today+1d"],
  ["thisWeek", "@thisWeek"],
  ["lastWeek", "@thisWeek-1w"],
  ["nextWeek", "@thisWeek+1w"],
  ["thisMonth", "@thisMonth"],
  ["lastMonth", "@thisMonth-1m"],
  ["nextMonth", "@thisMonth+1m"],
  ["thisQuarter", "@thisQuarter"],
  ["lastQuarter", "@thisQuarter-3m"],
  ["nextQuarter", "@thisQuarter+3m"],
  ["thisYear", "@thisYear"],
  ["lastYear", "@thisYear-1y"],
  ["nextYear", "@thisYear+1y"],
];

const MOVED = /^@today([+-])(\d{1,4})([dwmy])$/;

/** Whether an operand is meant as a relative date. */
export function isRelative(operand: unknown): operand is string {
  return typeof operand === "string" && operand.startsWith("@") && operand !== "@me";
}

/** What an operand says; null for one without words. */
export function relativeDate(operand: string): RelativeDate | null {
  const named = namedDates.find(([, one]) => one === operand);
  if (named) return { name: named[0], count: 0, step: "d" };
  const [, sign, count, step] = MOVED.exec(operand) ?? [];
  if (sign === undefined) return null;
  return { name: sign === "-" ? "ago" : "ahead", count: Number(count), step: step as DateStep };
}

/** The operand for a relative date. */
export function relativeOperand({ name, count, step }: RelativeDate): string {
  const named = namedDates.find(([one]) => one === name);
  if (named) return named[1];
  return `@today${name === "ahead" ? "+" : "-"}${String(count)}${step}`;
}
