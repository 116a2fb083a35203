import { Decimal } from "../../shared/decimal.ts";
import { bilingual } from "../../shared/locale.ts";
import type { CelDate } from "../cel-values.ts";
import { decimal, type Numeric } from "../cel-values.ts";
import { ExpressionFault } from "../fault.ts";
import type { ExpressionFunction } from "./define.ts";
import { wholeNumber } from "./whole-number.ts";

/** Functions of numbers; all compute exactly, with decimals. */
export const numberFunctions: readonly ExpressionFunction[] = [
  {
    name: "decimal",
    group: "number",
    help: bilingual("文字或数字变成小数。", "A text or number as a decimal number."),
    example: "decimal('0.1')",
    overloads: [
      { takes: ["text"], gives: "number", run: readDecimal },
      { takes: ["number"], gives: "number", run: decimal },
    ],
  },
  {
    name: "abs",
    group: "number",
    help: bilingual("绝对值。", "The number without its sign."),
    example: "abs(-3)",
    overloads: [{ takes: ["number"], gives: "number", run: (value: Numeric) => absolute(decimal(value)) }],
  },
  {
    name: "round",
    group: "number",
    help: bilingual("四舍五入到若干位小数。", "Rounded to so many decimals, halves away from zero."),
    example: "round(2.345, 2)",
    overloads: [
      { takes: ["number"], gives: "number", run: (value: Numeric) => decimal(value).toDecimalPlaces(0) },
      {
        takes: ["number", "whole"],
        gives: "number",
        run: (value: Numeric, digits: Numeric) =>
          decimal(value).toDecimalPlaces(Math.min(Math.max(wholeNumber(digits), 0), 20)),
      },
    ],
  },
  {
    name: "floor",
    group: "number",
    help: bilingual("不大于它的最大整数。", "The largest whole number that is not above it."),
    example: "floor(-2.5)",
    overloads: [{ takes: ["number"], gives: "number", run: (value: Numeric) => floor(decimal(value)) }],
  },
  {
    name: "ceil",
    group: "number",
    help: bilingual("不小于它的最小整数。", "The smallest whole number that is not below it."),
    example: "ceil(2.1)",
    overloads: [
      {
        takes: ["number"],
        gives: "number",
        run: (value: Numeric) => floor(decimal(value).times(-1)).times(-1),
      },
    ],
  },
  {
    name: "mod",
    group: "number",
    help: bilingual("除法的余数，符号与除数相同。", "Remainder of a division, with the divisor's sign."),
    example: "mod(-7, 3)",
    overloads: [
      {
        takes: ["number", "number"],
        gives: "number",
        run(value: Numeric, divisor: Numeric) {
          const [a, b] = [decimal(value), decimal(divisor)];
          if (b.isZero()) throw divisionByZero();
          return a.minus(floor(a.dividedBy(b)).times(b));
        },
      },
    ],
  },
  extreme("min", bilingual("其中最小的一个。", "The smallest of them."), (order) => order <= 0),
  extreme("max", bilingual("其中最大的一个。", "The largest of them."), (order) => order >= 0),
];

/** Fault of a division whose divisor is zero. */
export function divisionByZero(): ExpressionFault {
  return new ExpressionFault("evaluation_failed", ["不能除以零。", "Nothing can be divided by zero."]);
}

function extreme(
  name: string,
  help: ExpressionFunction["help"],
  keeps: (order: number) => boolean,
): ExpressionFunction {
  const ofNumbers = (...all: Numeric[]): Decimal =>
    all.map(decimal).reduce((best, one) => (keeps(best.comparedTo(one)) ? best : one));
  const ofDates = (a: CelDate, b: CelDate): CelDate =>
    keeps(a.text < b.text ? -1 : Number(a.text > b.text)) ? a : b;
  return {
    name,
    group: "number",
    help,
    example: `${name}(1, 2.5)`,
    overloads: [
      { takes: ["number", "number"], gives: "number", run: ofNumbers },
      { takes: ["number", "number", "number"], gives: "number", run: ofNumbers },
      { takes: ["date", "date"], gives: "date", run: ofDates },
    ],
  };
}

function absolute(value: Decimal): Decimal {
  return value.comparedTo(0) < 0 ? value.times(-1) : value;
}

function floor(value: Decimal): Decimal {
  const whole = new Decimal(value.toFixed().replace(/\.\d+$/, ""));
  return whole.comparedTo(value) > 0 ? whole.minus(1) : whole;
}

function readDecimal(text: string): Decimal {
  if (/^[+-]?\d{1,40}(?:\.\d{1,40})?$/.test(text.trim())) return new Decimal(text.trim());
  throw new ExpressionFault("evaluation_failed", ["这段文字不是数字。", "The text is no number."]);
}
