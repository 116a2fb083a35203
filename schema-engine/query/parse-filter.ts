import { operators, type Operator } from "../contract/field-type.ts";
import { limits } from "../contract/limits.ts";
import type { Json } from "../contract/json.ts";
import { failure, success, type LocalizedText, type Problem, type Result } from "../contract/problem.ts";
import type { Filter } from "../contract/query.ts";

/** Deepest nesting of `and`, `or` and `not`. */
export const MAX_FILTER_DEPTH = 64;
/** Most conditions in one filter. */
const MAX_FILTER_ATOMS = limits.filterConditions;
/** Most values of `in` and `notIn`. */
const MAX_LIST_VALUES = limits.filterValues;
/** Longest text operand, UTF-16 units. */
const MAX_TEXT = 2_000;
const FIELD_PATH = /^[a-z][A-Za-z0-9_]{0,62}(\.[a-z][A-Za-z0-9_]{0,62})?$/;

interface Reading {
  atoms: number;
  readonly problems: Problem[];
}

/**
 * Reads a filter as sent (http-api.md, "Query"): shape, sizes and operator names. Whether the fields exist and the
 * operands fit them is checked by `planQuery`. Pointers begin with `/filter`.
 */
export function parseFilter(json: unknown): Result<Filter> {
  const reading: Reading = { atoms: 0, problems: [] };
  const filter = read(reading, json, { pointer: "/filter", depth: 0 });
  if (reading.atoms > MAX_FILTER_ATOMS) reading.problems.push(tooMany);
  if (reading.problems.length > 0 || filter === null) return failure(...reading.problems.slice(0, 20));
  return success(filter);
}

interface Place {
  readonly pointer: string;
  readonly depth: number;
}

function read(reading: Reading, json: unknown, place: Place): Filter | null {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    return fault(reading, place.pointer, notCondition);
  }
  if (place.depth > MAX_FILTER_DEPTH) return fault(reading, place.pointer, tooDeep);
  const node = json as Readonly<Record<string, unknown>>;
  const keys = Object.keys(node);
  const only = keys.length === 1 ? keys[0] : undefined;
  if (only === "not") {
    const inner = read(reading, node["not"], next(place, "not"));
    return inner && { not: inner };
  }
  if (only === "and" || only === "or") return readList(reading, node[only], { ...place, key: only });
  return readAtom(reading, node, place);
}

function readList(
  reading: Reading,
  json: unknown,
  place: Place & { readonly key: "and" | "or" },
): Filter | null {
  const { key, pointer } = place;
  if (!Array.isArray(json)) return fault(reading, `${pointer}/${key}`, notList);
  if (json.length > MAX_FILTER_ATOMS) return fault(reading, `${pointer}/${key}`, tooMany.message);
  const parts = json.map((one: unknown, at) => read(reading, one, next(place, `${key}/${at}`)));
  const filters = parts.flatMap((one) => (one ? [one] : []));
  return key === "and" ? { and: filters } : { or: filters };
}

function readAtom(
  reading: Reading,
  node: Readonly<Record<string, unknown>>,
  { pointer }: Place,
): Filter | null {
  reading.atoms += 1;
  const { field, op, value, ...others } = node;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) return fault(reading, pointer, notCondition);
  if (typeof field !== "string" || !FIELD_PATH.test(field))
    return fault(reading, `${pointer}/field`, notField);
  if (!(operators as readonly unknown[]).includes(op)) return fault(reading, `${pointer}/op`, notOperator);
  const operator = op as Operator;
  const wrong = operandFault(operator, value);
  if (wrong) return fault(reading, `${pointer}/value`, wrong);
  return value === undefined ? { field, op: operator } : { field, op: operator, value: value as Json };
}

function operandFault(operator: Operator, value: unknown): LocalizedText | null {
  const [accepts, message] = operands[operator] ?? oneValue;
  return accepts(value) ? null : message;
}

type Operands = readonly [(value: unknown) => boolean, LocalizedText];

function isList(value: unknown, least: number, most: number): boolean {
  return Array.isArray(value) && value.length >= least && value.length <= most && value.every(isOperand);
}

function isOperand(value: unknown): boolean {
  if (typeof value === "string") return value.length <= MAX_TEXT;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value === "object" && value !== null) return JSON.stringify(value).length <= MAX_TEXT;
  return typeof value === "boolean";
}

function next(place: Place, step: string): Place {
  return { pointer: `${place.pointer}/${step}`, depth: place.depth + 1 };
}

function fault(reading: Reading, pointer: string, message: LocalizedText): null {
  reading.problems.push({ kind: "malformed", code: "bad_filter", pointer, message });
  return null;
}

const text = (zh: string, en: string): LocalizedText => ({ "zh-CN": zh, en });
const notCondition = text(
  "每个条件应为 {field, op, value}，或 {and: […]}、{or: […]}、{not: …} 之一，不能有其他属性。",
  "A condition is {field, op, value}, or one of {and: […]}, {or: […]}, {not: …}, without other properties.",
);
const notList = text("and 和 or 需要条件列表。", "“and” and “or” take a list of conditions.");
const notField = text(
  "field 应为字段的 API 名称，例如 stage 或 account.industry。",
  "“field” is the API name of a field, such as stage or account.industry.",
);
const notOperator = text(
  `op 应为以下之一：${operators.join("、")}。`,
  `“op” is one of: ${operators.join(", ")}.`,
);
const tooDeep = text(
  `条件最多嵌套 ${MAX_FILTER_DEPTH} 层。`,
  `Conditions may be nested at most ${MAX_FILTER_DEPTH} deep.`,
);
const noValue = text("此运算符不需要值。", "This operator takes no value.");
const badValue = text("此运算符需要一个值。", "This operator takes one value.");
const badPair = text("between 需要两个值：[从, 到]。", "“between” takes two values: [from, to].");
const badValues = text(
  `需要一个列表，最多 ${MAX_LIST_VALUES} 个值。`,
  `A list of at most ${MAX_LIST_VALUES} values is needed.`,
);
const tooMany: Problem = {
  kind: "malformed",
  code: "bad_filter",
  pointer: "/filter",
  message: text(
    `一个筛选最多 ${MAX_FILTER_ATOMS} 个条件。`,
    `A filter has at most ${MAX_FILTER_ATOMS} conditions.`,
  ),
};

const oneValue: Operands = [isOperand, badValue];
const nothing: Operands = [(value) => value === undefined, noValue];
const list: Operands = [(value) => isList(value, 0, MAX_LIST_VALUES), badValues];
const operands: Readonly<Partial<Record<Operator, Operands>>> = {
  isEmpty: nothing,
  isNotEmpty: nothing,
  in: list,
  notIn: list,
  between: [(value) => isList(value, 2, 2), badPair],
};
