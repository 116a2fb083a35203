import type { Json } from "../contract/json.ts";
import { failure, success, type Result } from "../contract/problem.ts";
import { Decimal, exactNumber } from "../shared/decimal.ts";
import { CelDate, CelMoney } from "./cel-values.ts";
import { expressionProblem } from "./walk.ts";

/** The result of an expression as JSON: numbers where a double is exact, else decimal text; dates and instants as text. */
export function toJson(value: unknown): Result<Json> {
  const converted = convert(value);
  return converted === undefined ? failure(notJson) : success(converted);
}

function convert(value: unknown): Json | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value === "bigint") return convert(new Decimal(value.toString()));
  if (typeof value === "object") return convertObject(value);
  return undefined;
}

function convertObject(value: object): Json | undefined {
  if (value instanceof Decimal) return exactNumber(value) ?? value.toFixed();
  if (value instanceof CelMoney) return { amount: value.amount.toFixed(), currency: value.currency };
  if (value instanceof CelDate) return value.text;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  return Array.isArray(value) ? convertList(value) : convertMap(value);
}

function convertList(value: readonly unknown[]): Json | undefined {
  const items = value.map(convert);
  return items.includes(undefined) ? undefined : (items as Json[]);
}

function convertMap(value: object): Json | undefined {
  const entries = (value instanceof Map ? [...value.entries()] : Object.entries(value)).map(
    ([key, one]) => [String(key), convert(one)] as const,
  );
  return entries.some(([, one]) => one === undefined)
    ? undefined
    : (Object.fromEntries(entries) as Record<string, Json>);
}

const notJson = expressionProblem(
  "evaluation_failed",
  ["结果无法保存。", "The result is not a value that can be kept."],
  undefined,
);
