import { Decimal } from "./decimal.ts";

/** An amount of money as it travels: a decimal text, and an ISO 4217 code. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** ISO 4217 currencies whose minor unit is not a hundredth. */
const minorDigits: ReadonlyMap<string, number> = new Map([
  ["JPY", 0],
  ["KRW", 0],
  ["VND", 0],
  ["CLP", 0],
  ["ISK", 0],
  ["KWD", 3],
  ["BHD", 3],
  ["JOD", 3],
  ["OMR", 3],
  ["TND", 3],
]);

/** Fraction digits an amount is written with at least. */
export function currencyDigits(currency: string): number {
  return minorDigits.get(currency) ?? 2;
}

/** The one text of an amount: no leading or needless trailing zeros, the currency's minor digits at least. */
export function canonicalAmount(amount: string, currency: string): string {
  if (currencyDigits(currency) === 2 && /^[1-9]\d*\.\d\d$/.test(amount)) return amount;
  const decimal = new Decimal(amount);
  const digits = Math.max(decimal.decimalPlaces(), currencyDigits(currency));
  const text = decimal.toFixed(digits);
  return decimal.isZero() ? text.replace("-", "") : text;
}

/** Signs people write for a currency, the longest first. */
export const currencySigns: readonly (readonly [string, string])[] = [
  ["HK$", "HKD"],
  ["NT$", "TWD"],
  ["US$", "USD"],
  ["S$", "SGD"],
  ["人民币", "CNY"],
  ["港币", "HKD"],
  ["美元", "USD"],
  ["欧元", "EUR"],
  ["日元", "JPY"],
  ["英镑", "GBP"],
  ["￥", "CNY"],
  ["¥", "CNY"],
  ["元", "CNY"],
  ["$", "USD"],
  ["€", "EUR"],
  ["£", "GBP"],
];
