import { failure, invalid, success, type Result } from "../../contract/problem.ts";
import { Decimal, decimalOf, exactNumber } from "../../shared/decimal.ts";
import { bilingual } from "../../shared/locale.ts";
import { canonicalAmount, type Money } from "../../shared/money.ts";

export const resultTypes = ["text", "number", "currency", "percent", "checkbox", "date", "dateTime"] as const;
export type FormulaResult = (typeof resultTypes)[number];

/** Fraction digits a computed amount is rounded to: what the currency type keeps. */
const MONEY_DIGITS = 4;

/** What an expression gave, as a value of the field type it must be. */
export function acceptResult(
  result: unknown,
  settings: { readonly result: FormulaResult; readonly currency?: string; readonly decimals?: number },
): Result<unknown> {
  const value = takers[settings.result](result, settings);
  return value === null ? failure(wrongResult) : success(value);
}

type Taker = (
  result: unknown,
  settings: { readonly currency?: string; readonly decimals?: number },
) => unknown;

const takeText: Taker = (result) => (typeof result === "string" ? result.trim() : null);
const takeNumber: Taker = (result, { decimals }) => {
  const decimal = typeof result === "number" || typeof result === "string" ? decimalOf(result) : null;
  if (!decimal) return null;
  const rounded = decimals === undefined ? decimal : decimal.toDecimalPlaces(decimals);
  return exactNumber(rounded) ?? Number(rounded.toFixed());
};
const takeMoney: Taker = (result, { currency, decimals }) => {
  if (typeof result === "object" && result !== null) return rounded(result as Money, decimals);
  const decimal = typeof result === "number" || typeof result === "string" ? decimalOf(result) : null;
  return decimal && currency !== undefined
    ? rounded({ amount: decimal.toFixed(), currency }, decimals)
    : null;
};

const takers: Readonly<Record<FormulaResult, Taker>> = {
  text: takeText,
  number: takeNumber,
  percent: takeNumber,
  currency: takeMoney,
  checkbox: (result) => (typeof result === "boolean" ? result : null),
  date: takeText,
  dateTime: takeText,
};

function rounded({ amount, currency }: Money, decimals = MONEY_DIGITS): Money {
  const digits = Math.min(decimals, MONEY_DIGITS);
  return {
    amount: canonicalAmount(new Decimal(amount).toDecimalPlaces(digits).toFixed(), currency),
    currency,
  };
}

const wrongResult = invalid(
  "",
  "wrong_type",
  bilingual("公式的结果不是所选的类型。", "The formula's result is not of the type it should have."),
);
