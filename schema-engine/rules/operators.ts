import type { Environment } from "@marcbachmann/cel-js";
import type { Decimal } from "../shared/decimal.ts";
import type { CelDate } from "./cel-values.ts";
import { CelMoney, decimal, type Numeric } from "./cel-values.ts";
import { ExpressionFault } from "./fault.ts";
import { divisionByZero } from "./functions/numbers.ts";

/** Comparison and arithmetic of decimals, days and money. */
export function registerOperators(environment: Environment): void {
  registerDecimal(environment);
  registerDates(environment);
  registerMoney(environment);
}

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

const arithmetic: Readonly<Record<string, (a: Decimal, b: Decimal) => Decimal>> = {
  "+": (a, b) => a.plus(b),
  "-": (a, b) => a.minus(b),
  "*": (a, b) => a.times(b),
  "/": divide,
};

function divide(a: Decimal, b: Decimal): Decimal {
  if (b.isZero()) throw divisionByZero();
  return a.dividedBy(b);
}

/** Decimal with Decimal, int and double, either side. */
function registerDecimal(environment: Environment): void {
  for (const [left, right] of [
    ["Decimal", "Decimal"],
    ["Decimal", "int"],
    ["Decimal", "double"],
    ["int", "Decimal"],
    ["double", "Decimal"],
  ]) {
    for (const [operator, holds] of Object.entries(comparisons))
      environment.registerOperator(`${left} ${operator} ${right}`, (a: Numeric, b: Numeric) =>
        holds(decimal(a).comparedTo(decimal(b))),
      );
    for (const [operator, compute] of Object.entries(arithmetic))
      environment.registerOperator(`${left} ${operator} ${right}: Decimal`, (a: Numeric, b: Numeric) =>
        compute(decimal(a), decimal(b)),
      );
  }
  for (const right of ["Decimal", "int", "double"])
    environment.registerOperator(`Decimal == ${right}`, (a: Numeric, b: Numeric) =>
      decimal(a).equals(decimal(b)),
    );
  environment.registerOperator("-Decimal", (value: Decimal) => value.times(-1));
}

function registerDates(environment: Environment): void {
  for (const [operator, holds] of Object.entries(comparisons))
    environment.registerOperator(`Date ${operator} Date`, (a: CelDate, b: CelDate) =>
      holds(a.text < b.text ? -1 : Number(a.text > b.text)),
    );
  environment.registerOperator("Date == Date", (a: CelDate, b: CelDate) => a.text === b.text);
}

/** Amounts of one currency are added and compared; amounts are multiplied and divided by numbers. */
function registerMoney(environment: Environment): void {
  environment.registerOperator(
    "Money == Money",
    (a: CelMoney, b: CelMoney) => a.currency === b.currency && a.amount.equals(b.amount),
  );
  for (const [operator, holds] of Object.entries(comparisons))
    environment.registerOperator(`Money ${operator} Money`, (a: CelMoney, b: CelMoney) => {
      oneCurrency(a, b);
      return holds(a.amount.comparedTo(b.amount));
    });
  environment.registerOperator("Money + Money: Money", (a: CelMoney, b: CelMoney) => {
    return new CelMoney(a.amount.plus(b.amount), oneCurrency(a, b));
  });
  environment.registerOperator("Money - Money: Money", (a: CelMoney, b: CelMoney) => {
    return new CelMoney(a.amount.minus(b.amount), oneCurrency(a, b));
  });
  for (const right of ["Decimal", "int", "double"]) {
    environment.registerOperator(
      `Money * ${right}: Money`,
      (a: CelMoney, by: Numeric) => new CelMoney(a.amount.times(decimal(by)), a.currency),
    );
    environment.registerOperator(
      `Money / ${right}: Money`,
      (a: CelMoney, by: Numeric) => new CelMoney(divide(a.amount, decimal(by)), a.currency),
    );
  }
}

function oneCurrency(a: CelMoney, b: CelMoney): string {
  if (a.currency === b.currency) return a.currency;
  throw new ExpressionFault("currency_mismatch", [
    `${a.currency} 与 ${b.currency} 不能相加或比较。`,
    `${a.currency} and ${b.currency} can be neither added nor compared.`,
  ]);
}
