import type { Json } from "../contract/json.ts";
import type { ObjectModel } from "../contract/model.ts";
import type { Filter, FilterAtom, ObjectStatistics } from "../contract/query.ts";
import { queryField, type QueryField } from "./query-field.ts";

/** What is assumed of an object whose size is not known: large enough that reading it whole is dear. */
const ASSUMED_ROWS = 50_000;

/** Share of records assumed to meet a condition about whose values nothing is known (storage.md §6). */
const assumed: Readonly<Partial<Record<FilterAtom["op"], number>>> = {
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
const ASSUMED_SHARE = 0.5;
/** Values assumed of a relation, in a sense: how few records point at the same one. */
const ASSUMED_TARGET_SHARE = 0.01;

/** Records of the object, as far as is known. */
export function totalOf(statistics: ObjectStatistics | null): number {
  return statistics?.total ?? ASSUMED_ROWS;
}

/** Expected share of an object's records that meet a condition, 0–1. */
export function shareOf(object: ObjectModel, filter: Filter, statistics: ObjectStatistics | null): number {
  const share = (one: Filter): number => shareOf(object, one, statistics);
  if ("and" in filter) return filter.and.reduce((all, one) => all * share(one), 1);
  if ("or" in filter)
    return Math.min(
      1,
      filter.or.reduce((sum, one) => sum + share(one), 0),
    );
  if ("not" in filter) return 1 - share(filter.not);
  const field = queryField(object, filter.field);
  if (!field) return ASSUMED_SHARE;
  return countedShare(field, filter, statistics) ?? assumedShare(field, filter, totalOf(statistics));
}

function countedShare(
  field: QueryField,
  atom: FilterAtom,
  statistics: ObjectStatistics | null,
): number | null {
  const counts = statistics?.counts.get(field.id);
  if (!counts || !statistics || statistics.total === 0) return null;
  const of = (values: readonly Json[]): number =>
    [...new Set(values.map(String))].reduce((sum, one) => sum + (counts.get(one) ?? 0), 0) / statistics.total;
  return countedShares[atom.op]?.(of, atom.value ?? null) ?? null;
}

type Counted = (of: (values: readonly Json[]) => number, value: Json) => number;

const countedShares: Readonly<Partial<Record<FilterAtom["op"], Counted>>> = {
  eq: (of, value) => of([value]),
  ne: (of, value) => 1 - of([value]),
  in: (of, value) => of(value as readonly Json[]),
  notIn: (of, value) => 1 - of(value as readonly Json[]),
  isEmpty: (of) => of([""]),
  isNotEmpty: (of) => 1 - of([""]),
};

function assumedShare(field: QueryField, atom: FilterAtom, total: number): number {
  const isList = atom.op === "in" || atom.op === "notIn";
  const values = isList ? (atom.value as readonly unknown[]).length : 1;
  const one = oneValue(field, total);
  if (atom.op === "eq" || atom.op === "in") return Math.min(1, one * values);
  if (atom.op === "ne" || atom.op === "notIn") return Math.max(0.5, 1 - one * values);
  return assumed[atom.op] ?? ASSUMED_SHARE;
}

/** Share of records with a certain value. */
function oneValue({ model }: QueryField, total: number): number {
  if (model?.definition.unique === true) return 1 / Math.max(1, total);
  return model?.type.targets ? ASSUMED_TARGET_SHARE : (assumed.eq ?? ASSUMED_SHARE);
}
