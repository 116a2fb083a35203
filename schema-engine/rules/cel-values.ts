import { Decimal } from "../shared/decimal.ts";

/** An amount of money as expressions see it. */
export class CelMoney {
  readonly amount: Decimal;
  readonly currency: string;
  constructor(amount: Decimal, currency: string) {
    this.amount = amount;
    this.currency = currency;
  }
}

/** A day as expressions see it. */
export class CelDate {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A number as the expression engine hands it over. */
export type Numeric = Decimal | bigint | number;

/** The same number with decimal digits; exact. */
export function decimal(value: Numeric): Decimal {
  if (value instanceof Decimal) return value;
  const number = Number(value);
  return new Decimal(typeof value === "bigint" && !Number.isSafeInteger(number) ? value.toString() : number);
}
