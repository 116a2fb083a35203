import type { Json, JsonObject } from "../contract/json.ts";
import type { ObjectModel, StoredRecord } from "../contract/model.ts";
import { Decimal } from "../shared/decimal.ts";
import { canonicalAmount } from "../shared/money.ts";
import { inOrder } from "./group-order.ts";
import { groupValue, type GroupKey } from "./group-key.ts";

/** What is worked out per group. */
export type Measure =
  { readonly fn: "count" } | { readonly fn: "sum" | "min" | "max" | "avg"; readonly field: string };

/**
 * One entry per group: its key by API name, each measure under `measureName`, and under `units` the currencies of each
 * measured field of money.
 */
export type GroupedRecords = readonly ({ readonly key: JsonObject } & {
  readonly [measure: string]: Json;
})[];

/** What is grouped by what, and what is worked out. */
export interface GroupRequest {
  readonly groupBy: readonly GroupKey[];
  readonly measures: readonly Measure[];
  /** IANA zone in which instants fall into periods. */
  readonly timeZone: string;
}

/** What several records add to a group: how many they are and, per measured field and unit, their amounts. */
export interface GroupPart {
  readonly count: number;
  amounts(
    fieldId: string,
  ): readonly { readonly unit: string; readonly sum: string; readonly count: number }[];
}

/** Groups that are added to piece by piece. */
export interface Grouping {
  addRecord(record: StoredRecord): void;
  /** Adds what is known of several records with these values of the keys; `min` and `max` do not follow from it. */
  addPart(values: readonly Json[], part: GroupPart): void;
  /** Number of groups so far. */
  readonly size: number;
  /** The groups, in the order of their keys. */
  groups(): GroupedRecords;
  /** The measures over all groups, by `measureName`. */
  totals(): JsonObject;
}

/** `count`, `sum_amount`, … */
export function measureName(measure: Measure): string {
  return measure.fn === "count" ? "count" : `${measure.fn}_${measure.field}`;
}

/**
 * Groups an object's records and measures each group. A measure over values of one unit is a decimal string, over several
 * units (currencies) an object of decimal strings by unit, over no value at all null. Without keys there is one group.
 */
export function grouping(object: ObjectModel, request: GroupRequest): Grouping {
  const { groupBy, measures, timeZone } = request;
  const groups = new Map<string, Group>();
  const fields = measuredFields(object, measures);
  const groupOf = (values: readonly Json[]): Group => {
    const text = JSON.stringify(values);
    const known = groups.get(text);
    if (known) return known;
    const made: Group = { values, count: 0, amounts: new Map() };
    groups.set(text, made);
    return made;
  };
  if (groupBy.length === 0) groupOf([]);
  return {
    addRecord(record) {
      const group = groupOf(groupBy.map((key) => groupValue(object, { key, record }, timeZone)));
      group.count += 1;
      for (const field of fields) {
        const amount = field.amountOf(record);
        if (amount) addTotal(group, field.id, single(amount));
      }
    },
    addPart(values, part) {
      const group = groupOf(values);
      group.count += part.count;
      for (const { id } of fields) for (const one of part.amounts(id)) addTotal(group, id, several(one));
    },
    get size() {
      return groups.size;
    },
    totals: () => measured(object, request, merged([...groups.values()])),
    groups: () => inOrder(object, groupBy, [...groups.values()]).map((one) => shown(object, request, one)),
  };
}

interface Total {
  sum: Decimal;
  count: number;
  min: Decimal;
  max: Decimal;
}

interface Group {
  readonly values: readonly Json[];
  count: number;
  /** Field key → unit → total. */
  readonly amounts: Map<string, Map<string, Total>>;
}

interface MeasuredField {
  readonly id: string;
  amountOf(record: StoredRecord): { readonly unit: string; readonly amount: Decimal } | null;
}

function measuredFields(object: ObjectModel, measures: readonly Measure[]): readonly MeasuredField[] {
  const names = new Set(measures.flatMap((one) => (one.fn === "count" ? [] : [one.field])));
  return [...names].flatMap((name): readonly MeasuredField[] => {
    const field = object.byName.get(name);
    if (!field?.type.measure) return [];
    const { id, type } = field;
    return [
      {
        id,
        amountOf(record) {
          const stored = record.values[id];
          if (stored === undefined || stored === null) return null;
          const measured = type.measure?.(type.storage.decode(stored));
          return measured ? { unit: measured.unit, amount: new Decimal(measured.amount) } : null;
        },
      },
    ];
  });
}

function single({ unit, amount }: { readonly unit: string; readonly amount: Decimal }) {
  return { unit, sum: amount, count: 1, min: amount, max: amount };
}

/** Ends of several amounts do not follow from their sum; nobody asks for them then. */
function several({ unit, sum, count }: ReturnType<GroupPart["amounts"]>[number]) {
  const amount = new Decimal(sum);
  return { unit, sum: amount, count, min: amount, max: amount };
}

function totalsOf(group: Group, fieldId: string): Map<string, Total> {
  const known = group.amounts.get(fieldId) ?? new Map<string, Total>();
  group.amounts.set(fieldId, known);
  return known;
}

function addTotal(group: Group, fieldId: string, { unit, ...more }: Total & { readonly unit: string }): void {
  if (more.count === 0) return;
  const totals = totalsOf(group, fieldId);
  const total = totals.get(unit);
  if (!total) {
    totals.set(unit, more);
    return;
  }
  total.sum = total.sum.plus(more.sum);
  total.count += more.count;
  total.min = Decimal.min(total.min, more.min);
  total.max = Decimal.max(total.max, more.max);
}

function shown(object: ObjectModel, request: GroupRequest, group: Group): GroupedRecords[number] {
  const key = request.groupBy.map(({ text }, at) => [text, group.values[at] ?? null] as const);
  return { key: Object.fromEntries(key), ...measured(object, request, group) };
}

function measured(object: ObjectModel, { measures }: GroupRequest, group: Group): JsonObject {
  const results = measures.map((one) => [measureName(one), measureOf(object, one, group)] as const);
  const units = measures.flatMap((one) => (one.fn === "count" ? [] : unitsIn(object, one.field, group)));
  return {
    ...Object.fromEntries(results),
    ...(units.length > 0 ? { units: Object.fromEntries(units) } : {}),
  };
}

function unitsIn(object: ObjectModel, name: string, group: Group): readonly (readonly [string, string[]])[] {
  const units = present(object, name, group).flatMap(([unit]) => (unit === "" ? [] : [unit]));
  return units.length > 0 ? [[name, units]] : [];
}

/** Totals of the units that there are values of, in the order of their names. */
function present(object: ObjectModel, name: string, group: Group): readonly (readonly [string, Total])[] {
  const totals = group.amounts.get(object.byName.get(name)?.id ?? "");
  return [...(totals ?? [])].filter(([, total]) => total.count > 0).sort(([a], [b]) => (a < b ? -1 : 1));
}

function merged(groups: readonly Group[]): Group {
  const all: Group = { values: [], count: 0, amounts: new Map() };
  for (const group of groups) {
    all.count += group.count;
    for (const [id, totals] of group.amounts) {
      for (const [unit, total] of totals) addTotal(all, id, { unit, ...total });
    }
  }
  return all;
}

function measureOf(object: ObjectModel, measure: Measure, group: Group): Json {
  if (measure.fn === "count") return group.count;
  const { fn, field } = measure;
  const entries = present(object, field, group).map(
    ([unit, total]) => [unit, decimalText(unit, results[fn](total))] as const,
  );
  if (entries.length === 0) return null;
  return entries.length === 1 ? (entries[0]?.[1] ?? null) : Object.fromEntries(entries);
}

const results: Readonly<Record<"sum" | "min" | "max" | "avg", (total: Total) => Decimal>> = {
  sum: (total) => total.sum,
  min: (total) => total.min,
  max: (total) => total.max,
  avg: (total) => total.sum.dividedBy(total.count),
};

/** An amount of money is written with at least the digits of its currency (ISO 4217), any other number as it is. */
function decimalText(unit: string, value: Decimal): string {
  return unit === "" ? value.toFixed() : canonicalAmount(value.toFixed(), unit);
}
