import {
  failure,
  matchesFilter,
  objectAccess,
  pageReader,
  resolveFilter,
  success,
  type FieldModel,
  type Filter,
  type FilterAtom,
  type Json,
  type ObjectModel,
  type Problem,
  type Result,
  type StoredRecord,
} from "#engine";
import type { PageReader, RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { planFor } from "./plan-for.ts";
import { filterPaths, mapAtoms, resolvePath } from "./field-paths.ts";
import { refKey, refsOf } from "./reference-names.ts";

/** Most related records one condition through a relation may match to become a list of them (storage.md §6, semi-join). */
const MAX_HOP_MATCHES = 500;
/** Related records looked at one by one for a page where they match more. */
const MOST_RELATED = 4_000;

interface HopRequest {
  readonly object: ObjectModel;
  readonly filter: Filter | null;
  readonly now: string;
}

type HopPorts = { readonly recordStore: RecordStore };

/** Replaces each condition through a relation by the list of related records that meet it and that the caller may see. */
export async function resolveHops(
  ports: HopPorts,
  caller: Caller,
  request: HopRequest,
): Promise<Result<Filter | null>> {
  const split = await splitHops(ports, caller, request);
  if (!split.ok) return split;
  return split.value.admits ? failure(tooCostly) : success(split.value.filter);
}

/** A filter to plan by, and what is left to be found out from related records. */
export interface SplitFilter {
  /** Lets through at least what the whole condition does. */
  readonly filter: Filter | null;
  readonly admits?: NonNullable<PageReader["admits"]>;
  /** API names of the fields that `admits` looks at. */
  readonly checks?: readonly string[];
}

/**
 * As `resolveHops`; a condition that too many related records meet is left to be decided record by record, by reading
 * the related ones.
 */
export async function splitHops(
  ports: HopPorts,
  caller: Caller,
  { object, filter, now }: HopRequest,
): Promise<Result<SplitFilter>> {
  if (!filter || !filterPaths(filter).some(({ path }) => path.includes("."))) return success({ filter });
  const problems: Problem[] = [];
  const hops: Hop[] = [];
  const resolved = await mapAtoms(filter, async (atom) => {
    const hop = resolvePath(caller, object, atom.field)?.hop;
    if (!hop) return atom;
    const condition: FilterAtom = { ...atom, field: hop.field };
    const ids = await matchingIds(ports, caller, { object: hop.target, filter: condition, now });
    if (!ids.ok) problems.push(...ids.problems);
    if (ids.ok && ids.value !== null) return isAmong(hop.relation, ids.value);
    hops.push({ relation: hop.relation, target: hop.target, condition });
    return { field: "id", op: "eq", value: `${MARK}${hops.length - 1}` };
  });
  if (problems.length > 0) return failure(...problems);
  if (hops.length === 0) return success({ filter: resolved });
  return leftToRelated(ports, caller, { object, filter: resolved, now, hops });
}

/** One of several records; a field with a list of records has a condition for each. */
function isAmong({ apiName, type }: FieldModel, ids: readonly string[]): Filter {
  if (type.operators.includes("in")) return { field: apiName, op: "in", value: [...ids] };
  return { or: ids.map((id): Filter => ({ field: apiName, op: "contains", value: id })) };
}

interface Hop {
  readonly relation: FieldModel;
  readonly target: ObjectModel;
  readonly condition: FilterAtom;
}

/** Stands, in place of an id, for the condition through a relation of that number. */
const MARK = "#";

function leftToRelated(
  ports: HopPorts,
  caller: Caller,
  given: HopRequest & { readonly filter: Filter; readonly hops: readonly Hop[] },
): Result<SplitFilter> {
  const { object, hops, now } = given;
  const moment = { now, timeZone: caller.model.workspace.timeZone, me: caller.user.id };
  const whole = resolveFilter(object, given.filter, moment);
  if (!whole.ok) return whole;
  const conditions = hops.map((one) => resolveFilter(one.target, one.condition, moment));
  const problems = conditions.flatMap((one) => (one.ok ? [] : one.problems));
  if (problems.length > 0) return failure(...problems);
  const ready = hops.map((one, at): ReadyHop => {
    const condition = conditions[at];
    return { ...one, filter: condition?.ok ? condition.value : one.condition };
  });
  const relations = hops.map((one) => one.relation.apiName);
  const named = filterPaths(whole.value).map(({ path }) => path);
  return success({
    filter: relaxed(whole.value, false),
    admits: relatedCheck(ports, caller, { object, filter: whole.value, hops: ready }),
    checks: [...new Set([...relations, ...named])],
  });
}

interface ReadyHop extends Hop {
  /** The condition with relative dates and `@me` replaced. */
  readonly filter: Filter;
}

/** The filter with every condition that is still open taken as met. */
function relaxed(filter: Filter, isNegated: boolean): Filter {
  if ("and" in filter) return { and: filter.and.map((one) => relaxed(one, isNegated)) };
  if ("or" in filter) return { or: filter.or.map((one) => relaxed(one, isNegated)) };
  if ("not" in filter) return { not: relaxed(filter.not, !isNegated) };
  return hopNumber(filter) === null ? filter : truth(!isNegated);
}

function truth(isMet: boolean): Filter {
  return isMet ? { and: [] } : { or: [] };
}

function hopNumber({ field, op, value }: FilterAtom): number | null {
  const isMark = field === "id" && op === "eq" && typeof value === "string" && value.startsWith(MARK);
  return isMark ? Number(value.slice(MARK.length)) : null;
}

/** Decides records by reading the ones they point at, each once. */
function relatedCheck(
  { recordStore }: HopPorts,
  caller: Caller,
  given: { readonly object: ObjectModel; readonly filter: Filter; readonly hops: readonly ReadyHop[] },
): NonNullable<PageReader["admits"]> {
  const { object, filter, hops } = given;
  const known = new Map<string, StoredRecord | null>();
  return async (records) => {
    const wanted = new Map(
      records.flatMap((record) =>
        hops.flatMap(({ relation, target }) =>
          refsOf([relation], record).map((ref) => [refKey(ref), { object: target, id: ref.id }] as const),
        ),
      ),
    );
    const missing = [...wanted].filter(([key]) => !known.has(key));
    if (known.size + missing.length > MOST_RELATED) return null;
    for (const [key] of missing) known.set(key, null);
    const refs = missing.map(([, ref]) => ref);
    const found = refs.length > 0 ? await recordStore.getMany(caller.workspace, refs) : [];
    for (const one of found)
      if (objectAccess(caller.access, one.object).seesRecord(one)) known.set(refKey(one), one);
    return records.map((record) => {
      const met = hops.map((hop) =>
        refsOf([hop.relation], record).some((ref) => {
          const related = known.get(refKey(ref));
          return related ? matchesFilter(hop.target, hop.filter, related) : false;
        }),
      );
      return matchesFilter(object, decided(filter, met), record);
    });
  };
}

/** The filter with the conditions through relations replaced by whether they are met. */
function decided(filter: Filter, met: readonly boolean[]): Filter {
  if ("and" in filter) return { and: filter.and.map((one) => decided(one, met)) };
  if ("or" in filter) return { or: filter.or.map((one) => decided(one, met)) };
  if ("not" in filter) return { not: decided(filter.not, met) };
  const at = hopNumber(filter);
  return at === null ? filter : truth(met[at] === true);
}

/** Ids of the records within reach that meet a condition; null: too many. */
async function matchingIds(
  { recordStore }: HopPorts,
  caller: Caller,
  given: { readonly object: ObjectModel; readonly filter: Filter; readonly now: string },
): Promise<Result<readonly string[] | null>> {
  const { object, filter, now } = given;
  const granted = objectAccess(caller.access, object.apiName);
  const limit = MAX_HOP_MATCHES + 1;
  const sort = [] as const;
  const planned = planFor(caller, {
    object,
    filter,
    sort,
    limit,
    columns: ["id", "owner"],
    now,
    anyOrder: true,
  });
  if (!planned.ok) return planned;
  const page = await recordStore.query(caller.workspace, {
    object,
    plan: { ...planned.value, budget: Math.min(planned.value.budget, MOST_LOOKED_AT) },
    limit,
    position: null,
    reader: pageReader(object, sort),
  });
  if (page.items.length > MAX_HOP_MATCHES || !page.complete) return success(null);
  const seen: readonly Json[] = page.items.filter((one) => granted.seesRecord(one)).map((one) => one.id);
  return success(seen.map(String));
}

/** Items read in search of related records before it is given up. */
const MOST_LOOKED_AT = 2_000;

/** Too many records match a condition through a relation. */
const tooCostly: Problem = {
  kind: "invalid",
  code: "query_too_costly",
  pointer: "/filter",
  message: {
    "zh-CN": `通过关联字段的条件匹配了超过 ${MAX_HOP_MATCHES} 条记录，请缩小范围。`,
    en: `A condition through a relation matches more than ${MAX_HOP_MATCHES} records; narrow it down.`,
  },
};
