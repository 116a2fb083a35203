import {
  failure,
  groupRecords,
  invalid,
  objectAccess,
  pageReader,
  success,
  type Filter,
  type FieldModel,
  type GroupedRecords,
  type Measure,
  type ObjectModel,
  type Problem,
  type Result,
  type StoredRecord,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { Cell, PagePosition, RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { filterPaths, pathProblems } from "./field-paths.ts";
import { planFor } from "./plan-for.ts";
import { badRequest, notFound } from "./problems.ts";
import { readFilter } from "./query-request.ts";
import { resolveHops } from "./resolve-hops.ts";
import { groupCells } from "./group-cells.ts";

/** Records read one by one for an aggregate; beyond it the answer says `partial`. */
export const MOST_AGGREGATED = 5_000;
const PAGE = 200;

export interface AggregateRequest {
  readonly filter: Filter | null;
  /** Up to two API names. */
  readonly groupBy: readonly string[];
  readonly measures: readonly Measure[];
}

export interface AggregateAnswer {
  readonly groups: GroupedRecords;
  readonly partial?: true;
}

interface Ports {
  readonly recordStore: RecordStore;
  readonly clock: Clock;
}

/** Groups and measures an object's records within the caller's reach. */
export async function aggregateRecords(
  ports: Ports,
  caller: Caller,
  request: AggregateRequest & { readonly object: string },
): Promise<Result<AggregateAnswer>> {
  const object = caller.model.objects.get(request.object);
  const granted = objectAccess(caller.access, request.object);
  if (!object || !granted.read) return failure(notFound);
  const problems = accessProblems(caller, object, request);
  if (problems.length > 0) return failure(...problems);
  const cells = await cellsFor(ports, caller, { object, request });
  if (cells) return success({ groups: groupCells(object, request, cells) });
  const now = ports.clock.now().toISOString();
  const filter = await resolveHops(ports, caller, { object, filter: request.filter, now });
  if (!filter.ok) return filter;
  const scanned = await scan(ports, caller, { object, filter: filter.value, now });
  if (!scanned.ok) return scanned;
  const { groupBy, measures } = request;
  const groups = groupRecords(object, { groupBy, measures }, scanned.value.records);
  return success({ groups, ...(scanned.value.complete ? {} : { partial: true as const }) });
}

const functionsByName = ["count", "sum", "min", "max", "avg"] as const;

/** Reads the parts of an aggregate; `body` is an object without unknown properties. */
export function readAggregate(body: Readonly<Record<string, unknown>>): Result<AggregateRequest> {
  const filter = readFilter(body["filter"]);
  if (!filter.ok) return filter;
  const groupBy = body["groupBy"] ?? [];
  if (!Array.isArray(groupBy) || groupBy.length > 2 || !groupBy.every((one) => typeof one === "string")) {
    return failure(badGroup);
  }
  const given = body["measures"];
  if (!Array.isArray(given) || given.length === 0 || given.length > 10)
    return failure(badMeasure("/measures"));
  const measures = given.map((one: unknown, at) => readMeasure(one, `/measures/${at}`));
  const problems = measures.flatMap((one) => (one.ok ? [] : one.problems));
  if (problems.length > 0) return failure(...problems);
  const read = measures.flatMap((one) => (one.ok ? [one.value] : []));
  return success({ filter: filter.value, groupBy: [...new Set(groupBy as string[])], measures: read });
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

function accessProblems(caller: Caller, object: ObjectModel, request: AggregateRequest): readonly Problem[] {
  const measured = request.measures.flatMap((one, at) =>
    one.fn === "count" ? [] : [{ path: one.field, pointer: `/measures/${at}/field` }],
  );
  const grouped = request.groupBy.map((path, at) => ({ path, pointer: `/groupBy/${at}` }));
  const hidden = pathProblems(caller, object, [...filterPaths(request.filter), ...grouped, ...measured]);
  if (hidden.length > 0) return hidden;
  return [
    ...grouped.filter(({ path }) => path.includes(".")).map(({ pointer }) => notGroupable(pointer)),
    ...measured
      .filter(({ path }) => object.byName.get(path)?.type.measure === undefined)
      .map(({ pointer }) => notMeasurable(pointer)),
  ];
}

/** The kept counters, when they answer the question: no filter, grouped by one choice field, sums and counts only. */
async function cellsFor(
  ports: Ports,
  caller: Caller,
  { object, request }: { readonly object: ObjectModel; readonly request: AggregateRequest },
): Promise<readonly Cell[] | null> {
  const field = counted(object, request);
  if (!field) return null;
  const cells = await ports.recordStore.cells(caller.workspace, object, field.id);
  const granted = objectAccess(caller.access, object.apiName);
  const within = cells.filter((one) => one.count > 0 && granted.seesRecord(one));
  return within.length > 0 ? within : null;
}

function counted(object: ObjectModel, request: AggregateRequest): FieldModel | null {
  const [only, ...others] = request.groupBy;
  if (request.filter || only === undefined || others.length > 0) return null;
  if (request.measures.some((one) => one.fn !== "count" && one.fn !== "sum")) return null;
  const field = object.byName.get(only);
  const isSingleChoice = field?.type.choices && field.type.operators.includes("eq");
  return isSingleChoice ? field : null;
}

async function scan(
  ports: Ports,
  caller: Caller,
  given: { readonly object: ObjectModel; readonly filter: Filter | null; readonly now: string },
): Promise<Result<{ readonly records: readonly StoredRecord[]; readonly complete: boolean }>> {
  const { object, filter, now } = given;
  const granted = objectAccess(caller.access, object.apiName);
  const plan = planFor(caller, { object, filter, sort: [], limit: PAGE, columns: null, now });
  if (!plan.ok) return plan;
  const reader = pageReader(object, []);
  const records: StoredRecord[] = [];
  let position: PagePosition | null = null;
  do {
    const read = { object, plan: plan.value, limit: PAGE, position, reader };
    const page = await ports.recordStore.query(caller.workspace, read);
    records.push(...page.items.filter((one) => granted.seesRecord(one)));
    position = page.position;
    if (!page.complete) return success({ records, complete: false });
  } while (position !== null && records.length < MOST_AGGREGATED);
  return success({ records, complete: position === null });
}

const badGroup = badRequest("/groupBy", "bad_query", {
  "zh-CN": "groupBy 应为至多两个字段名。",
  en: "“groupBy” takes up to two field names.",
});
function badMeasure(pointer: string): Problem {
  return badRequest(pointer, "bad_query", {
    "zh-CN": "measures 应为 1–10 项 {fn, field}，fn 为 count、sum、min、max 或 avg；count 不带字段。",
    en: "“measures” takes 1–10 of {fn, field}; fn is count, sum, min, max or avg, and count takes no field.",
  });
}
function notMeasurable(pointer: string): Problem {
  return invalid(pointer, "not_measurable", {
    "zh-CN": "此字段不是数值，不能汇总。",
    en: "The field holds no numbers, so it cannot be measured.",
  });
}
function notGroupable(pointer: string): Problem {
  return invalid(pointer, "not_groupable", {
    "zh-CN": "暂不能按关联记录的字段分组。",
    en: "Records cannot be grouped by a field of a related record.",
  });
}
