import type { Filter, FilterAtom, QueryPlan } from "../contract/query.ts";

/** What is assumed of an object whose size is not known: large enough that reading it whole is dear. */
const ASSUMED_ROWS = 50_000;
/** Price of a row in eighths of a read unit: a whole record, a wide entry, a key, and reading a record by its key. */
const BASE_ROW = 1;
const WIDE_ROW = 0.35;
const THIN_ROW = 0.2;
const HYDRATED_ROW = 4;
const ROUND_TRIP = 8;
const OVER_BUDGET = 20;

const shares: Readonly<Partial<Record<FilterAtom["op"], number>>> = {
  eq: 0.05,
  isEmpty: 0.1,
  isNotEmpty: 0.9,
  ne: 0.9,
  notIn: 0.9,
  lt: 0.4,
  lte: 0.4,
  gt: 0.4,
  gte: 0.4,
  between: 0.25,
  contains: 0.1,
  startsWith: 0.02,
};

/** Estimated price of a plan; only the order of prices matters (storage.md §6). */
export function costOf(given: {
  readonly plan: QueryPlan;
  /** Conditions that narrow the ranges. */
  readonly used: readonly FilterAtom[];
  /** Conditions left for the residual filter. */
  readonly rest: readonly Filter[];
  readonly limit: number;
  /** Whether rows are filtered before records are read whole. */
  readonly isFilteredEarly: boolean;
}): number {
  const { plan, used, rest, limit, isFilteredEarly } = given;
  const narrowed = new Set<Filter>(used);
  const rows = ASSUMED_ROWS * product(used);
  const kept = product(rest.filter((one) => !narrowed.has(one)));
  const read = plan.mode === "walk" ? Math.min(rows, limit / Math.max(kept, 0.0005)) : rows;
  const hydrated = plan.hydrate ? (isFilteredEarly ? Math.min(limit, read) : read) : 0;
  const over = read > plan.budget ? OVER_BUDGET : 1;
  const trips = ROUND_TRIP * (1 + (hydrated > 0 ? 1 : 0)) + plan.ranges.length * 0.5;
  return read * rowPrice(plan.source) * over + hydrated * HYDRATED_ROW + trips;
}

function rowPrice(source: string): number {
  if (source === "base") return BASE_ROW;
  return source.startsWith("w") ? WIDE_ROW : THIN_ROW;
}

function product(filters: readonly Filter[]): number {
  return filters.reduce((all, one) => all * shareOf(one), 1);
}

function shareOf(filter: Filter): number {
  if (!("field" in filter)) return 0.5;
  const { op, value } = filter;
  if (op === "in") return Math.min(1, 0.05 * (value as readonly unknown[]).length);
  return shares[op] ?? 0.5;
}
