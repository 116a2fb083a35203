import type { Json } from "../contract/json.ts";
import type { ObjectModel, StoredRecord } from "../contract/model.ts";
import type { Filter, FilterAtom, SortKey } from "../contract/query.ts";
import { compareUtf8 } from "../shared/utf8-order.ts";
import { partOf } from "./index-keys.ts";
import { isCreationOrder, queryField, type QueryField } from "./query-field.ts";

/** Evaluates filters and order in memory; the reference for what plans must return. */
export interface RecordReader {
  readonly matches: (filter: Filter, record: StoredRecord) => boolean;
  readonly compare: (a: StoredRecord, b: StoredRecord) => number;
}

/**
 * Filter and order of an object's records. Without sort keys the newest come first. The order is total: ties fall in
 * the order of ids, in the direction of the last sort key. Filters must have been resolved (no relative dates).
 */
export function pageReader(object: ObjectModel, sort: readonly SortKey[]): RecordReader {
  return {
    matches: (filter, record) => matchesFilter(object, filter, record),
    compare: comparator(object, sort),
  };
}

/** Whether a record meets a resolved filter; an absent value meets only `isEmpty`, `ne` and `notIn`. */
export function matchesFilter(object: ObjectModel, filter: Filter, record: StoredRecord): boolean {
  if ("and" in filter) return filter.and.every((one) => matchesFilter(object, one, record));
  if ("or" in filter) return filter.or.some((one) => matchesFilter(object, one, record));
  if ("not" in filter) return !matchesFilter(object, filter.not, record);
  const field = queryField(object, filter.field);
  return field !== null && matchesAtom(field, filter, field.read(record));
}

function matchesAtom(field: QueryField, atom: FilterAtom, stored: Json): boolean {
  if (atom.op === "isEmpty") return stored === null;
  if (atom.op === "isNotEmpty") return stored !== null;
  if (stored === null) return atom.op === "ne" || atom.op === "notIn";
  return tests[atom.op](field, stored, atom.value ?? null);
}

type Test = (field: QueryField, stored: Json, operand: Json) => boolean;

const equals: Test = (field, stored, operand) => field.matches("eq", stored, operand);
const isOneOf: Test = (field, stored, operand) =>
  (operand as readonly Json[]).some((one) => equals(field, stored, one));
const ordered =
  (accept: (order: number) => boolean): Test =>
  (field, stored, operand) =>
    field.encode !== null && accept(compareUtf8(field.encode(stored), field.encode(operand)));
const atLeast = ordered((order) => order >= 0);
const atMost = ordered((order) => order <= 0);

const tests: Readonly<Record<Exclude<FilterAtom["op"], "isEmpty" | "isNotEmpty">, Test>> = {
  eq: equals,
  ne: (field, stored, operand) => !equals(field, stored, operand),
  in: isOneOf,
  notIn: (field, stored, operand) => !isOneOf(field, stored, operand),
  lt: ordered((order) => order < 0),
  lte: atMost,
  gt: ordered((order) => order > 0),
  gte: atLeast,
  between: (field, stored, operand) => {
    const [from = null, to = null] = operand as readonly Json[];
    return atLeast(field, stored, from) && atMost(field, stored, to);
  },
  contains: (field, stored, operand) => field.matches("contains", stored, operand),
  startsWith: (field, stored, operand) => field.matches("startsWith", stored, operand),
};

function comparator(object: ObjectModel, sort: readonly SortKey[]): RecordReader["compare"] {
  const keys = sort.map((one) => ({
    field: queryField(object, one.field),
    sign: one.direction === "asc" ? 1 : -1,
  }));
  const tieSign = keys.at(-1)?.sign ?? -1;
  const parts = new WeakMap<StoredRecord, readonly string[]>();
  const partsOf = (record: StoredRecord): readonly string[] => {
    const before = parts.get(record);
    if (before) return before;
    const made = keys.map(({ field }) => orderPart(field, record));
    parts.set(record, made);
    return made;
  };
  return (a, b) => {
    const [left, right] = [partsOf(a), partsOf(b)];
    for (const [at, { sign }] of keys.entries()) {
      const order = compareUtf8(left[at] ?? "", right[at] ?? "");
      if (order !== 0) return order * sign;
    }
    return compareUtf8(a.id, b.id) * tieSign;
  };
}

function orderPart(field: QueryField | null, record: StoredRecord): string {
  if (!field) return "";
  return isCreationOrder(field) ? record.id : partOf(field, field.read(record));
}
