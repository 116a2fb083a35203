import { Decimal as Base } from "decimal.js";

/** Exact decimal arithmetic: 40 significant digits, halves away from zero, never exponent notation in text. */
export const Decimal = Base.clone({
  precision: 40,
  rounding: Base.ROUND_HALF_UP,
  toExpNeg: -400,
  toExpPos: 400,
});
export type Decimal = Base;

/** Most characters of a number that is read from text; longer ones are no numbers people write. */
const MOST_CHARACTERS = 60;

/** The decimal a text or number stands for; null when it is none. */
export function decimalOf(value: string | number): Decimal | null {
  const text = String(value);
  if (text.length > MOST_CHARACTERS || !/^-?\d+(\.\d+)?(e[+-]?\d{1,3})?$/i.test(text)) return null;
  return new Decimal(text);
}

/** The JSON number of exactly this value; null when no double is it (compared by its shortest text). */
export function exactNumber(decimal: Decimal): number | null {
  const number = decimal.toNumber();
  return Number.isFinite(number) && new Decimal(number).equals(decimal) ? number : null;
}
