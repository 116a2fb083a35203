import { Decimal } from "#engine";
import type { Measures } from "../api/answers.ts";

/** What values add up to: a decimal string per unit (currency; "" where a number has none). */
export type Amounts = Readonly<Record<string, string>>;

/** The sum of a field among measures; empty when no record has a value. */
export function sumIn(measures: Measures, field: string): Amounts {
  return amountsIn(measures, field, "sum");
}

/** The sum, or another measure, of a field; empty when no record has a value. */
export function amountsIn(measures: Measures, field: string, fn: "sum" | "avg"): Amounts {
  const sum = measures[`${fn}_${field}`];
  if (sum === null || sum === undefined) return {};
  if (typeof sum === "object") return sum as Amounts;
  const units = (measures["units"] as Readonly<Record<string, readonly string[]>> | undefined)?.[field];
  return { [units?.[0] ?? ""]: String(sum) };
}

/** Amounts with one more, or one less when `sign` is -1; what comes to nothing is left out. */
export function added(
  amounts: Amounts,
  { unit, amount }: { readonly unit: string; readonly amount: string },
  sign: 1 | -1,
): Amounts {
  const sum = new Decimal(amounts[unit] ?? "0").plus(new Decimal(amount).times(sign));
  const { [unit]: _before, ...others } = amounts;
  return sum.isZero() ? others : { ...others, [unit]: sum.toFixed() };
}

/** Same amounts, however they are written. */
export function sameAmounts(a: Amounts, b: Amounts): boolean {
  const units = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...units].every((unit) => new Decimal(a[unit] ?? "0").equals(b[unit] ?? "0"));
}

/** Amounts as a person reads them, `¥1,200 + US$30`, with at most so many digits after the point. */
export function amountsText(amounts: Amounts, locale: string, digits = 4): string {
  return Object.entries(amounts)
    .map(([unit, amount]) => {
      const money = { style: "currency", currency: unit, currencyDisplay: "narrowSymbol" } as const;
      const most = { maximumFractionDigits: digits };
      const format = new Intl.NumberFormat(locale, unit === "" ? most : { ...money, ...most });
      return format.format(amount as `${number}`);
    })
    .join(" + ");
}
