import type { ObjectModel } from "../contract/model.ts";
import type { Filter, FilterAtom, KeyRange, PlanEstimate, QueryPlan, SortKey } from "../contract/query.ts";
import { bindIndex, isEquality, MAX_RANGES, valuesOf, type Binding, type TopAtom } from "./bind-index.ts";
import { costOf } from "./cost.ts";
import { shareOf, totalOf } from "./estimate.ts";
import { ABOVE } from "./index-keys.ts";
import type { PlanRequest } from "./plan-request.ts";
import { isCreationOrder, queryField } from "./query-field.ts";
import { conjunction, conjuncts } from "./simplify-filter.ts";
import { readsOnlyEntries } from "./reads-only-entries.ts";

/** Most items a page reads: rows walked, or rows collected and sorted (storage.md §6). */
export const READ_BUDGET = 8_000;
/** Most alternatives of an `or` that are read from an index each. */
const MOST_BRANCHES = 4;
/** Keys beyond which an index is not read just to narrow down another. */
const MOST_WITHIN = 2_000;

/** A way to carry out a query, with what it is expected to cost. */
export interface Candidate {
  readonly plan: QueryPlan;
  /** Mode and indexes, by their ids: a cursor goes on with the plan of the same name. */
  readonly name: string;
  readonly estimate: PlanEstimate;
  readonly cost: number;
}

/** Every way to carry out a query whose filter is the conjunction of `parts`; the record's own partition always is one. */
export function candidatesOf(request: PlanRequest, parts: readonly Filter[]): readonly Candidate[] {
  const single = bindings(request.object, parts).map((one) =>
    ways(request, { parts, common: parts, bindings: [one] }),
  );
  return [...single, ...intersections(request, parts), ...unions(request, parts)];
}

/** Bindings that are read together: one, or one per alternative of an `or`. */
interface Way {
  readonly parts: readonly Filter[];
  /** Conditions that hold for all of the bindings. */
  readonly common: readonly Filter[];
  readonly bindings: readonly Binding[];
  /** Conditions that each binding is for; its alternative of the `or`, and the common ones. Default: `parts`. */
  readonly branches?: readonly (readonly Filter[])[];
  readonly within?: Binding;
}

function ways(request: PlanRequest, way: Way): Candidate {
  const { object, limit } = request;
  const looked = [...request.sort, ...(request.checks ?? []).map((field) => ({ field }))];
  const isFilteredEarly = isReadable(way, readsOnlyEntries(object, residualOf(way), looked));
  const plan = planOf(request, way, isFilteredEarly);
  const { cost, ...estimate } = costOf({ plan, limit, isFilteredEarly, ...sizesOf(request, way, plan) });
  return { plan, name: nameOf(object, way, plan), estimate, cost };
}

function planOf(request: PlanRequest, way: Way, isFilteredEarly: boolean): QueryPlan {
  const { object, sort } = request;
  const { bindings: read, within } = way;
  const [direction = null, ...others] = read.map((one) => walkDirection(request, one, way.common));
  const isWalk = direction !== null && others.every((one) => one === direction);
  return {
    object: object.apiName,
    source: read[0]?.source ?? "base",
    ranges: rangesOf(read),
    ...(within ? { within: rangesOf([within], true) } : {}),
    direction: isWalk ? direction : "desc",
    mode: isWalk ? "walk" : "collect",
    residual: residualOf(way),
    sort,
    ...(request.checks ? { checks: request.checks } : {}),
    hydrate: !(isFilteredEarly && isReadable(way, showsOnlyEntries(request))),
    budget: READ_BUDGET,
  };
}

/** How many rows the ranges are expected to hold, and how many of them pass. */
function sizesOf(
  { object, statistics = null }: PlanRequest,
  { bindings: read, within }: Way,
  plan: QueryPlan,
) {
  const total = totalOf(statistics);
  const product = (filters: readonly Filter[]): number =>
    filters.reduce((all, one) => all * shareOf(object, one, statistics), 1);
  const used = new Set<Filter>([...read.flatMap((one) => one.used), ...(within?.used ?? [])]);
  const rest = (plan.residual ? conjuncts(plan.residual) : []).filter((one) => !used.has(one));
  return {
    rows: read.reduce((sum, one) => sum + total * product(one.used), 0),
    keys: within ? total * product(within.used) : 0,
    within: within ? product(within.used) : 1,
    kept: product(rest),
  };
}

/** The base holds all, wide entries what is listable, thin ones nothing. */
function isReadable({ bindings: read }: Way, isListable: boolean): boolean {
  return read.every(({ source }) => source === "base" || (isListable && source.startsWith("w")));
}

function productOf(filters: readonly Filter[], share: (one: Filter) => number): number {
  return filters.reduce((all, one) => all * share(one), 1);
}

/** What the ranges do not guarantee; of several alternatives, all conditions unless each guarantees its own. */
function residualOf({ parts, bindings: read, branches, within }: Way): Filter | null {
  const rest = read.map((one, at) =>
    (branches?.[at] ?? parts).filter(
      (part) => !one.guaranteed.has(part as FilterAtom) && !within?.guaranteed.has(part as FilterAtom),
    ),
  );
  const [first = []] = rest;
  if (read.length === 1) return conjunction(first);
  return rest.every((one) => one.length === 0) ? null : conjunction(parts);
}

function showsOnlyEntries({ object, columns }: PlanRequest): boolean {
  return columns?.every((name) => queryField(object, name)?.isInEntries === true) ?? false;
}

function rangesOf(read: readonly Binding[], isNamed = read.length > 1): readonly KeyRange[] {
  return read.flatMap(({ source, ranges }) => (isNamed ? ranges.map((one) => ({ ...one, source })) : ranges));
}

function nameOf(object: ObjectModel, { bindings: read }: Way, plan: QueryPlan): string {
  const { mode, source, ranges, within = [] } = plan;
  const idOf = (slot: string): string => object.indexes.find((one) => one.slot === slot)?.id ?? slot;
  const ids = [source, ...ranges.flatMap((one) => one.source ?? [])].map(idOf);
  const inside = within.flatMap((one) => (one.source === undefined ? [] : [`∩${idOf(one.source)}`]));
  const order = mode === "walk" ? `walk:${read[0]?.order?.id ?? "id"}` : mode;
  return [order, ...new Set([...ids, ...inside])].join(" ");
}

function bindings(object: ObjectModel, parts: readonly Filter[]): readonly Binding[] {
  const base: Binding = {
    source: "base",
    ranges: [{ from: "0", to: ABOVE, prefixLength: 0 }],
    order: null,
    guaranteed: new Set(),
    used: [],
  };
  return [base, ...indexBindings(object, parts)];
}

function indexBindings(object: ObjectModel, parts: readonly Filter[]): readonly Binding[] {
  const atoms = topAtoms(object, parts);
  return object.indexes
    .filter((index) => index.state === "ready")
    .flatMap((index) => bindIndex(object, index, atoms));
}

/** Two indexes that each know a condition: the keys of the rarer one tell which records of the other to read whole. */
function intersections(request: PlanRequest, parts: readonly Filter[]): readonly Candidate[] {
  const { object, statistics = null } = request;
  const share = (one: Filter): number => shareOf(object, one, statistics);
  const narrowing = indexBindings(object, parts).filter((one) => one.guaranteed.size > 0);
  return narrowing.flatMap((one) => {
    const others = narrowing
      .filter((other) => other.source !== one.source && !other.used.some((atom) => one.used.includes(atom)))
      .map((other) => ({ other, keys: totalOf(statistics) * productOf(other.used, share) }))
      .filter(({ keys }) => keys <= MOST_WITHIN)
      .sort((a, b) => a.keys - b.keys);
    const within = others[0]?.other;
    return within ? [ways(request, { parts, common: parts, bindings: [one], within })] : [];
  });
}

/** One alternative after the other, each from the index that suits it. */
function unions(request: PlanRequest, parts: readonly Filter[]): readonly Candidate[] {
  return parts.flatMap((part) => {
    if (!("or" in part) || part.or.length < 2 || part.or.length > MOST_BRANCHES) return [];
    const common = parts.filter((one) => one !== part);
    const branches = part.or.map((one) => [...common, ...conjuncts(one)]);
    return [true, false].flatMap((isWalk) => {
      const chosen = branches.map((one) => bestBranch(request, { common, branch: one, isWalk }));
      const found = chosen.filter((one) => one !== null);
      const ranges = found.reduce((sum, one) => sum + one.ranges.length, 0);
      if (found.length < branches.length || ranges > MAX_RANGES) return [];
      return [ways(request, { parts, common, bindings: found, branches })];
    });
  });
}

/** The index that reads least of an alternative, in the wanted order where that is asked; null: none knows a condition of it. */
function bestBranch(
  request: PlanRequest,
  given: { readonly common: readonly Filter[]; readonly branch: readonly Filter[]; readonly isWalk: boolean },
): Binding | null {
  const { common, branch, isWalk } = given;
  const found = indexBindings(request.object, branch)
    .filter((one) => one.used.length > 0)
    .filter((one) => !isWalk || walkDirection(request, one, common) !== null)
    .map((binding) => ({ binding, ...ways(request, { parts: branch, common, bindings: [binding] }) }));
  return found.sort((a, b) => a.cost - b.cost)[0]?.binding ?? null;
}

/** Direction in which the ranges are in the wanted order; null when they are not. */
function walkDirection(
  request: PlanRequest,
  binding: Binding,
  parts: readonly Filter[],
): "asc" | "desc" | null {
  return request.anyOrder ? "asc" : orderOf(request, binding, parts);
}

function orderOf(
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

function topAtoms(object: ObjectModel, parts: readonly Filter[]): readonly TopAtom[] {
  return parts.flatMap((atom) => {
    if (!("field" in atom)) return [];
    const field = queryField(object, atom.field);
    return field ? [{ atom, field }] : [];
  });
}
