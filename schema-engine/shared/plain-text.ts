import type { Operator } from "../contract/field-type.ts";
import { foldText } from "./sortable-text.ts";

/** One line: no control characters, no lone surrogates (the `u` flag makes a pair one character). */
export const LINE_PATTERN = "^[^\\u0000-\\u001F\\u007F-\\u009F\\u2028\\u2029\\uD800-\\uDFFF]*$";
/** Lines: tab, line feed and carriage return too. */
export const LINES_PATTERN = "^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F\\uD800-\\uDFFF]*$";

/** Operators of texts that can be ordered. */
export const textOperators: readonly Operator[] = [
  "eq",
  "ne",
  "in",
  "notIn",
  "contains",
  "startsWith",
  "lt",
  "lte",
  "gt",
  "gte",
  "between",
  "isEmpty",
  "isNotEmpty",
];

/** `contains`, `startsWith` and equality of two texts without regard to case, width and accents. */
export function matchesText(operator: Operator, value: string, operand: unknown): boolean {
  if (typeof operand !== "string") return false;
  const [folded, wanted] = [foldText(value), foldText(operand.trim())];
  if (operator === "contains") return folded.includes(wanted);
  if (operator === "startsWith") return folded.startsWith(wanted);
  return folded === wanted;
}
