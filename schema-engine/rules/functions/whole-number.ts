import { Decimal } from "../../shared/decimal.ts";
import type { Numeric } from "../cel-values.ts";
import { ExpressionFault } from "../fault.ts";

/** Largest count that functions take: days, months, characters, digits. */
const MOST = 4_000_000;

/** A count as a plain number; throws an `ExpressionFault` when it is not whole or too large. */
export function wholeNumber(value: Numeric): number {
  const number = value instanceof Decimal ? value.toNumber() : Number(value);
  if (Number.isInteger(number) && Math.abs(number) <= MOST) return number;
  throw new ExpressionFault("evaluation_failed", [
    "这里需要一个整数，而且不能过大。",
    "A whole number that is not too large is needed here.",
  ]);
}
