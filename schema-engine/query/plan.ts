import type { RecordScope } from "../access/decide.ts";
import type { ObjectModel } from "../contract/model.ts";
import { failure, success, type Problem, type Result } from "../contract/problem.ts";
import type { Filter, FilterAtom, QueryPlan, SortKey } from "../contract/query.ts";
import { bindIndex, isEquality, valuesOf, type Binding, type TopAtom } from "./bind-index.ts";
import { costOf } from "./cost.ts";
import { ABOVE } from "./index-keys.ts";
import { isCreationOrder, queryField } from "./query-field.ts";
import { resolveFilter } from "./resolve-filter.ts";

/** Most items a page reads: rows walked, or rows collected and sorted (storage.md §6). */
export const READ_BUDGET = 8_000;

export interface PlanRequest {
  readonly object: ObjectModel;
  readonly filter: Filter | null;
  /** Empty: newest first. */
  readonly sort: readonly SortKey[];
  readonly limit: number;
  /** API names the page needs; null: whole records. */
  readonly columns: readonly string[] | null;
  /** Records within reach; pushed in as a condition on the owner. */
  readonly scope: RecordScope;
  /** RFC 3339 UTC; needed for relative dates. */
  readonly now?: string;
  /** IANA zone; default UTC. */
  readonly timeZone?: string;
  /** User id that `@me` stands for. */
  readonly me?: string;
}

/**
 * The cheapest way to answer a query: walk an index that gives the order, or collect a range and sort it. Problems:
 * fields, operators and operands that do not fit (400), and sort fields without an order (400). A plan whose range
 * turns out to be larger than its budget is answered by `needsIndex`.
 */
export function planQuery(request: PlanRequest): Result<QueryPlan> {
  const { object, sort } = request;
  const problems = sort.flatMap((one, at) => sortProblem(object, one, at));
  const given = request.filter ?? { and: [] };
  const { now = "1970-01-01T00:00:00.000Z", timeZone = "UTC", me } = request;
  const resolved = resolveFilter(object, given, { now, timeZone, ...(me === undefined ? {} : { me }) });
  if (!resolved.ok) return failure(...problems, ...resolved.problems);
  if (problems.length > 0) return failure(...problems);
  const parts = [...conjuncts(resolved.value), ...scopeAtoms(request.scope)];
  const candidates = bindings(object, topAtoms(object, parts)).map((binding) =>
    candidate(request, binding, parts),
  );
  return success(cheapest(candidates));
}

/** A way to carry out the query, with its estimated price. */
export interface Candidate {
  readonly plan: QueryPlan;
  readonly cost: number;
}

function cheapest(candidates: readonly Candidate[]): QueryPlan {
  const [first, ...others] = candidates;
  if (!first) throw new Error("the record's own partition is always a candidate");
  return others.reduce((best, one) => (one.cost < best.cost ? one : best), first).plan;
}

function bindings(object: ObjectModel, atoms: readonly TopAtom[]): readonly Binding[] {
  const base: Binding = {
    source: "base",
    ranges: [{ from: "0", to: ABOVE, prefixLength: 0 }],
    order: null,
    guaranteed: new Set(),
    used: [],
  };
  const ready = object.indexes.filter((index) => index.state === "ready");
  return [base, ...ready.flatMap((index) => bindIndex(object, index, atoms))];
}

function candidate(request: PlanRequest, binding: Binding, parts: readonly Filter[]): Candidate {
  const { sort, limit } = request;
  const direction = walkDirection(request, binding, parts);
  const rest = parts.filter((one) => !binding.guaranteed.has(one as FilterAtom));
  const residual = conjunction(rest);
  const isFilteredEarly = holdsEnough(binding.source, () => readsOnlyEntries(request.object, residual, sort));
  const plan: QueryPlan = {
    object: request.object.apiName,
    source: binding.source,
    ranges: binding.ranges,
    direction: direction ?? "desc",
    mode: direction === null ? "collect" : "walk",
    residual,
    sort,
    hydrate: !(isFilteredEarly && holdsEnough(binding.source, () => showsOnlyEntries(request))),
    budget: READ_BUDGET,
  };
  return { plan, cost: costOf({ plan, used: binding.used, rest, limit, isFilteredEarly }) };
}

/** The base holds all, wide entries what is listable, thin ones nothing. */
function holdsEnough(source: string, isListable: () => boolean): boolean {
  return source === "base" || (source.startsWith("w") && isListable());
}

function showsOnlyEntries({ object, columns }: PlanRequest): boolean {
  return columns?.every((name) => queryField(object, name)?.isInEntries === true) ?? false;
}

function conjunction(filters: readonly Filter[]): Filter | null {
  const [first] = filters;
  return filters.length > 1 ? { and: filters } : (first ?? null);
}

/** Whether a filter and an order need no more than an entry of a wide index holds. */
export function readsOnlyEntries(
  object: ObjectModel,
  filter: Filter | null,
  sort: readonly SortKey[],
): boolean {
  const isThere = (name: string): boolean => queryField(object, name)?.isInEntries === true;
  const visit = (one: Filter): boolean => {
    if ("and" in one) return one.and.every(visit);
    if ("or" in one) return one.or.every(visit);
    return "not" in one ? visit(one.not) : isThere(one.field);
  };
  return (filter === null || visit(filter)) && sort.every((one) => isThere(one.field));
}

/** Direction in which the ranges are in the wanted order; null when they are not. */
function walkDirection(
  { object, sort }: PlanRequest,
  binding: Binding,
  parts: readonly Filter[],
): "asc" | "desc" | null {
  const tie = sort.at(-1)?.direction ?? "desc";
  const keys = sort.filter((one) => !isConstant(object, one, parts));
  const [key] = keys;
  if (!key) return binding.order === null ? tie : null;
  const field = queryField(object, key.field);
  if (!field) return null;
  if (binding.order === null) return isCreationOrder(field) ? key.direction : null;
  return keys.length === 1 && binding.order.id === field.id ? directionIf(key.direction, tie) : null;
}

/** An index gives ties in the direction of its keys, so that both must be wanted the same way. */
function directionIf(key: SortKey["direction"], tie: SortKey["direction"]): SortKey["direction"] | null {
  return key === tie ? key : null;
}

/** A sort field bound to one value decides nothing. */
function isConstant(object: ObjectModel, key: SortKey, parts: readonly Filter[]): boolean {
  return topAtoms(object, parts).some(
    ({ atom, field }) => field.name === key.field && isEquality(atom) && valuesOf(atom).length === 1,
  );
}

function conjuncts(filter: Filter): readonly Filter[] {
  return "and" in filter ? filter.and.flatMap(conjuncts) : [filter];
}

function scopeAtoms(scope: RecordScope): readonly Filter[] {
  if (scope.kind === "all") return [];
  return [{ field: "owner", op: "in", value: [...scope.owners].sort() }];
}

function topAtoms(object: ObjectModel, parts: readonly Filter[]): readonly TopAtom[] {
  return parts.flatMap((atom) => {
    if (!("field" in atom)) return [];
    const field = queryField(object, atom.field);
    return field ? [{ atom, field }] : [];
  });
}

function sortProblem(object: ObjectModel, key: SortKey, at: number): readonly Problem[] {
  if (queryField(object, key.field)?.encode) return [];
  return [
    {
      kind: "malformed",
      code: "not_sortable",
      pointer: `/sort/${at}/field`,
      message: {
        "zh-CN": `不能按“${key.field}”排序。`,
        en: `Records cannot be sorted by “${key.field}”.`,
      },
    },
  ];
}
