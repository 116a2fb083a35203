import {
  failure,
  invalid,
  readGroupKey,
  success,
  type Filter,
  type GroupKey,
  type Measure,
  type Problem,
  type Result,
} from "#engine";
import { badRequest } from "./problems.ts";
import { readFilter } from "./query-request.ts";

/** An aggregate after its shape was checked (http-api.md); whether its fields may be read is decided later. */
export interface AggregateRequest {
  readonly filter: Filter | null;
  /** Up to two. */
  readonly groupBy: readonly GroupKey[];
  /** 1–10. */
  readonly measures: readonly Measure[];
}

const functionsByName = ["count", "sum", "min", "max", "avg"] as const;
const MOST_KEYS = 2;
const MOST_MEASURES = 10;

/** Reads the parts of an aggregate; `body` is an object without unknown properties. */
export function readAggregate(body: Readonly<Record<string, unknown>>): Result<AggregateRequest> {
  const filter = readFilter(body["filter"]);
  const groupBy = readGroupBy(body["groupBy"]);
  const measures = readMeasures(body["measures"]);
  if (filter.ok && groupBy.ok && measures.ok) {
    return success({ filter: filter.value, groupBy: groupBy.value, measures: measures.value });
  }
  return failure(...[filter, groupBy, measures].flatMap((one) => (one.ok ? [] : one.problems)));
}

function readGroupBy(given: unknown): Result<readonly GroupKey[]> {
  if (given === undefined || given === null) return success([]);
  if (!Array.isArray(given) || given.length > MOST_KEYS) return failure(badGroup("/groupBy"));
  const distinct = [...new Set(given as readonly unknown[])];
  const keys = distinct.map((one) => (typeof one === "string" ? readGroupKey(one) : null));
  const wrong = keys.findIndex((one) => one === null);
  if (wrong >= 0) return failure(badGroup(`/groupBy/${wrong}`));
  return success(keys.flatMap((one) => one ?? []));
}

function readMeasures(given: unknown): Result<readonly Measure[]> {
  const isList = Array.isArray(given) && given.length > 0 && given.length <= MOST_MEASURES;
  if (!isList) return failure(badMeasure("/measures"));
  const measures = given.map((one: unknown, at) => readMeasure(one, `/measures/${at}`));
  const problems = measures.flatMap((one) => (one.ok ? [] : one.problems));
  if (problems.length > 0) return failure(...problems);
  return success(measures.flatMap((one) => (one.ok ? [one.value] : [])));
}

function readMeasure(given: unknown, pointer: string): Result<Measure> {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return failure(badMeasure(pointer));
  const { fn, field, ...others } = given as Record<string, unknown>;
  const name = functionsByName.find((one) => one === fn);
  if (!name || Object.keys(others).length > 0) return failure(badMeasure(pointer));
  if (name === "count") return field === undefined ? success({ fn: "count" }) : failure(badMeasure(pointer));
  return typeof field === "string" ? success({ fn: name, field }) : failure(badMeasure(`${pointer}/field`));
}

function badGroup(pointer: string): Problem {
  return badRequest(pointer, "bad_query", {
    "zh-CN": "groupBy 应为至多两个字段名；日期可带单位，例如 closeDate:month（day、month、quarter、year）。",
    en: "“groupBy” takes up to two field names; a date may have a unit, such as closeDate:month (day, month, quarter, year).",
  });
}
function badMeasure(pointer: string): Problem {
  return badRequest(pointer, "bad_query", {
    "zh-CN": "measures 应为 1–10 项 {fn, field}，fn 为 count、sum、min、max 或 avg；count 不带字段。",
    en: "“measures” takes 1–10 of {fn, field}; fn is count, sum, min, max or avg, and count takes no field.",
  });
}

/** The field cannot be added up. */
export function notMeasurable(pointer: string): Problem {
  return invalid(pointer, "not_measurable", {
    "zh-CN": "此字段不是数值，不能汇总。",
    en: "The field holds no numbers, so it cannot be measured.",
  });
}
/** The field cannot be grouped by, or not like that. */
export function notGroupable(pointer: string): Problem {
  return invalid(pointer, "not_groupable", {
    "zh-CN": "不能这样分组：关联记录的字段和加密字段不能分组，只有日期能按年、季度、月或日分组。",
    en: "Records cannot be grouped like that: not by a field of a related record or a sealed one, and only dates by year, quarter, month or day.",
  });
}
