import type { KeyRange, PlanEstimate, QueryPlan } from "../contract/query.ts";

/** Read units of a row: a whole record consistently, an entry with short values, a key, a record read by its key. */
const BASE_ROW = 0.2;
const WIDE_ROW = 0.04;
const THIN_ROW = 0.015;
const HYDRATED_ROW = 1;
/** Least a range costs. */
const RANGE = 0.5;
/** Weight of waiting for the table once more, in read units (storage.md §6). */
const ROUND_TRIP = 4;
/** Rows one call gives at most. */
const CALL_ROWS = 1_000;
/** Weight of sorting, and of reading the same range again for the next page. */
const COLLECTED = 1;
/** Weight on a plan that is expected not to come to an end. */
const OVER_BUDGET = 20;

/** What is known of how a plan goes on when it is carried out. */
export interface Reading {
  readonly plan: QueryPlan;
  /** Rows its ranges hold. */
  readonly rows: number;
  /** Keys of `plan.within`, read beforehand; 0: none. */
  readonly keys: number;
  /** Share of its ranges' rows that stand within `plan.within`, 0–1. */
  readonly within: number;
  /** Share of those that the residual lets through, 0–1. */
  readonly kept: number;
  readonly limit: number;
  /** Whether rows are filtered before records are read whole. */
  readonly isFilteredEarly: boolean;
}

/** What a plan is expected to read, and its price; of prices only the order matters. */
export function costOf(reading: Reading): PlanEstimate & { readonly cost: number } {
  const { plan, rows, keys, within, kept, limit, isFilteredEarly } = reading;
  const passing = Math.max(kept * within, 0.0005);
  const walked = plan.mode === "walk" ? Math.min(rows, limit / passing) : rows;
  const page = Math.min(limit, walked);
  const hydrated = plan.hydrate ? (isFilteredEarly ? page : walked * within) : 0;
  const capacity = rangesCost(plan, walked) + keys * THIN_ROW + hydrated * HYDRATED_ROW;
  const trips = 1 + (hydrated > 0 ? 1 : 0) + (keys > 0 ? 1 : 0) + Math.floor(walked / CALL_ROWS);
  const over = walked + keys > plan.budget ? OVER_BUDGET : 1;
  return {
    rows: walked + keys,
    capacity,
    cost: capacity * over + trips * ROUND_TRIP + (plan.mode === "collect" ? COLLECTED : 0),
  };
}

function rangesCost({ ranges, source }: QueryPlan, rows: number): number {
  const share = rows / Math.max(1, ranges.length);
  return ranges.reduce((sum, one) => sum + Math.max(RANGE, share * rowPrice(one, source)), 0);
}

function rowPrice(range: KeyRange, source: string): number {
  const from = range.source ?? source;
  if (from === "base") return BASE_ROW;
  return from.startsWith("w") ? WIDE_ROW : THIN_ROW;
}
