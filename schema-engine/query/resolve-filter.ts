import type { Operator } from "../contract/field-type.ts";
import type { Json } from "../contract/json.ts";
import type { ObjectModel } from "../contract/model.ts";
import { failure, success, type LocalizedText, type Problem, type Result } from "../contract/problem.ts";
import type { Filter, FilterAtom } from "../contract/query.ts";
import { isDate } from "../shared/calendar.ts";
import { queryField, type QueryField } from "./query-field.ts";
import { dayBoundary, relativeDays, type DaySpan, type Moment } from "./relative-dates.ts";

export interface ResolveContext extends Moment {
  /** User id that `@me` stands for; absent: `@me` is not understood. */
  readonly me?: string;
}

/**
 * Checks every condition against the object (field, operator, operand) and replaces relative dates and `@me` by what
 * they stand for. Problems are of kind `malformed` (400), with pointers below `/filter`.
 */
export function resolveFilter(object: ObjectModel, filter: Filter, context: ResolveContext): Result<Filter> {
  const problems: Problem[] = [];
  const resolved = visit({ object, context, problems }, filter, "/filter");
  return problems.length > 0 ? failure(...problems) : success(resolved);
}

interface Resolving {
  readonly object: ObjectModel;
  readonly context: ResolveContext;
  readonly problems: Problem[];
}

function visit(resolving: Resolving, filter: Filter, pointer: string): Filter {
  if ("and" in filter)
    return { and: filter.and.map((one, at) => visit(resolving, one, `${pointer}/and/${at}`)) };
  if ("or" in filter) return { or: filter.or.map((one, at) => visit(resolving, one, `${pointer}/or/${at}`)) };
  if ("not" in filter) return { not: visit(resolving, filter.not, `${pointer}/not`) };
  return resolveAtom(resolving, filter, pointer);
}

function resolveAtom({ object, context, problems }: Resolving, atom: FilterAtom, pointer: string): Filter {
  const field = queryField(object, atom.field);
  if (!field) {
    problems.push(malformed(`${pointer}/field`, "unknown_field", unknownField(atom.field)));
    return atom;
  }
  if (!field.operators.includes(atom.op)) {
    problems.push(malformed(`${pointer}/op`, "bad_operator", badOperator(field, atom.op)));
    return atom;
  }
  if (atom.op === "isEmpty" || atom.op === "isNotEmpty") return atom;
  const resolved = withOperands(field, atom, context);
  if ("value" in resolved) return resolved.value;
  problems.push(malformed(`${pointer}/value${resolved.wrong}`, "bad_operand", badOperand(field)));
  return atom;
}

/** The condition with its operands resolved, or the pointer of the first one that does not fit. */
function withOperands(
  field: QueryField,
  atom: FilterAtom,
  context: ResolveContext,
): { readonly value: Filter } | { readonly wrong: string } {
  const isList = Array.isArray(atom.value);
  const operands = isList ? (atom.value as readonly Json[]) : [atom.value ?? null];
  const replaced = field.time && withDays(field, atom, { operands, context });
  if (replaced) return { value: replaced };
  const values = operands.map((one) => (one === "@me" ? (context.me ?? one) : one));
  const wrong = values.findIndex((one) => !fits(field, atom.op, one));
  if (wrong >= 0) return { wrong: isList ? `/${wrong}` : "" };
  return { value: { ...atom, value: isList ? values : (values[0] ?? null) } };
}

/** A condition on a date or instant whose operands are days; null when they are ordinary values. */
function withDays(
  field: QueryField,
  atom: FilterAtom,
  given: { readonly operands: readonly Json[]; readonly context: ResolveContext },
): Filter | null {
  const spans = given.operands.map((one) => daysOf(field, one, given.context));
  if (spans.every((one) => one === null)) return null;
  const edge = (at: number, last: boolean): Json => {
    const span = spans[at];
    if (!span) return given.operands[at] ?? null;
    const day = last ? span.last : span.first;
    return field.time === "date" ? day : dayBoundary(day, given.context.timeZone, last);
  };
  const within: Filter = { field: atom.field, op: "between", value: [edge(0, false), edge(0, true)] };
  if (atom.op === "eq") return within;
  if (atom.op === "ne") return { not: within };
  if (atom.op === "between") return { ...within, value: [edge(0, false), edge(1, true)] };
  return { ...atom, value: edge(0, atom.op === "lte" || atom.op === "gt") };
}

function daysOf(field: QueryField, operand: Json, context: ResolveContext): DaySpan | null {
  if (typeof operand !== "string") return null;
  const relative = relativeDays(operand, context);
  if (relative) return relative;
  return field.time === "instant" && isDate(operand) ? { first: operand, last: operand } : null;
}

function fits(field: QueryField, operator: Operator, operand: Json): boolean {
  if (!field.model)
    return field.time ? isInstant(operand) : typeof operand === "string" && operand.length <= 64;
  const { type, settings } = field.model;
  if (type.takesOperand) return type.takesOperand(operand, operator, settings);
  if (operator === "contains" || operator === "startsWith" || isComparedText(field, operand)) {
    return typeof operand === "string";
  }
  return type.check(operand, settings).length === 0;
}

/** Texts are compared with any text, also one that the field itself would refuse, such as half an address. */
function isComparedText(field: QueryField, operand: Json): boolean {
  return typeof operand === "string" && !field.isExact && field.operators.includes("startsWith");
}

function isInstant(operand: Json): boolean {
  return (
    typeof operand === "string" &&
    /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(operand) &&
    !Number.isNaN(Date.parse(operand))
  );
}

function malformed(pointer: string, code: string, message: LocalizedText): Problem {
  return { kind: "malformed", code, pointer, message };
}

const unknownField = (name: string): LocalizedText => ({
  "zh-CN": `没有名为“${name}”的字段。`,
  en: `There is no field “${name}”.`,
});
const badOperator = (field: QueryField, operator: Operator): LocalizedText => ({
  "zh-CN": `字段“${field.name}”不支持运算符 ${operator}，可用：${field.operators.join("、")}。`,
  en: `The field “${field.name}” does not take the operator ${operator}; it takes: ${field.operators.join(", ")}.`,
});
const badOperand = (field: QueryField): LocalizedText => ({
  "zh-CN": `这个值不适合字段“${field.name}”。`,
  en: `This value does not fit the field “${field.name}”.`,
});
