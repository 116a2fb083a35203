import type { FieldContext, FieldType } from "../contract/field-type.ts";
import { failure, invalid, success, type Result } from "../contract/problem.ts";

/** A type with the settings under which its values are meant. */
export interface TypedAs {
  readonly type: FieldType;
  readonly settings: object;
}

/**
 * A value of one type as a value of another: the same code of a choice, else what the other type reads in the text a
 * person sees, else in the plain amount or the day. Problem `not_convertible` (or the reader's own) when nothing fits.
 */
export function convertValue(
  pair: { readonly from: TypedAs; readonly to: TypedAs },
  value: unknown,
  context: FieldContext,
): Result<unknown> {
  let first: Result<unknown> | null = null;
  for (const attempt of attempts) {
    const candidate = attempt(pair, value, context);
    if (candidate === null) continue;
    const accepted = candidate.ok ? accept(pair.to, candidate.value, context) : candidate;
    if (accepted.ok) return accepted;
    first ??= accepted;
  }
  return first ?? failure(notConvertible);
}

type Pair = Parameters<typeof convertValue>[0];
type Attempt = (pair: Pair, value: unknown, context: FieldContext) => Result<unknown> | null;

const attempts: readonly Attempt[] = [sameValue, sameChoice, readText, readAmount, readDay];

function sameValue({ from, to }: Pair, value: unknown): Result<unknown> | null {
  return from.type.name === to.type.name ? success(value) : null;
}

/** Between types with choices the code counts, alone or in a list. */
function sameChoice({ from, to }: Pair, value: unknown): Result<unknown> | null {
  if (!from.type.choices || !to.type.choices) return null;
  const codes: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (to.type.cel.type.startsWith("list")) return success(codes);
  return codes.length === 1 ? success(codes[0]) : null;
}

function readText({ from, to }: Pair, value: unknown, context: FieldContext): Result<unknown> {
  return to.type.parse(from.type.format(value, from.settings, context), to.settings, context);
}

function readAmount({ from, to }: Pair, value: unknown, context: FieldContext): Result<unknown> | null {
  const measured = from.type.measure?.(value);
  return measured ? to.type.parse(measured.amount, to.settings, context) : null;
}

/** The day of an instant, as its text begins with it. */
function readDay({ from, to }: Pair, value: unknown, context: FieldContext): Result<unknown> | null {
  if (from.type.cel.type !== "timestamp" || to.type.cel.type !== "date") return null;
  const day = from.type.format(value, from.settings, context).slice(0, 10);
  return to.type.parse(day, to.settings, context);
}

function accept({ type, settings }: TypedAs, value: unknown, context: FieldContext): Result<unknown> {
  const problems = type.check(value, settings);
  if (problems.length > 0) return failure(...problems);
  return success(type.normalize ? type.normalize(value, settings, context) : value);
}

const notConvertible = invalid("", "not_convertible", {
  "zh-CN": "此值无法转换为新的类型。",
  en: "This value cannot be converted to the new type.",
});
