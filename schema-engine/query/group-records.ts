import type { Json, JsonObject } from "../contract/json.ts";
import type { FieldModel, ObjectModel, StoredRecord } from "../contract/model.ts";
import { Decimal } from "../shared/decimal.ts";
import { canonicalAmount } from "../shared/money.ts";

/** What is worked out per group. */
export type Measure =
  { readonly fn: "count" } | { readonly fn: "sum" | "min" | "max" | "avg"; readonly field: string };

/** One entry per group: its key by API name, and each measure under `measureName`. */
export type GroupedRecords = readonly ({ readonly key: JsonObject } & {
  readonly [measure: string]: Json;
})[];

/** `count`, `sum_amount`, … */
export function measureName(measure: Measure): string {
  return measure.fn === "count" ? "count" : `${measure.fn}_${measure.field}`;
}

/**
 * Groups records by up to a few fields and measures each group. A measure over values of one unit is a decimal string, over
 * several units (currencies) an object of decimal strings by unit, over no value at all null.
 */
export function groupRecords(
  object: ObjectModel,
  request: { readonly groupBy: readonly string[]; readonly measures: readonly Measure[] },
  records: readonly StoredRecord[],
): GroupedRecords {
  const groups = new Map<string, StoredRecord[]>();
  if (request.groupBy.length === 0) groups.set("[]", []);
  for (const record of records) {
    const key = JSON.stringify(request.groupBy.map((name) => groupValue(object, record, name)));
    const group = groups.get(key);
    if (group) group.push(record);
    else groups.set(key, [record]);
  }
  return [...groups].map(([text, members]) => {
    const values = JSON.parse(text) as readonly Json[];
    const key = Object.fromEntries(request.groupBy.map((name, at) => [name, values[at] ?? null]));
    const measured = request.measures.map(
      (one) => [measureName(one), measureOf(object, one, members)] as const,
    );
    return { key, ...Object.fromEntries(measured) };
  });
}

/** Adds `[unit, decimal]` pairs: a string for one unit, an object for several, null for none. */
export function addAmounts(amounts: readonly (readonly [string, string])[]): Json {
  return perUnit(amounts, (all) => all.reduce((sum, one) => sum.plus(one), new Decimal(0)));
}

function measureOf(object: ObjectModel, measure: Measure, members: readonly StoredRecord[]): Json {
  if (measure.fn === "count") return members.length;
  const field = object.byName.get(measure.field);
  if (!field) return null;
  const amounts = members.flatMap((record) => amountOf(field, record));
  return perUnit(amounts, reducers[measure.fn]);
}

const reducers: Readonly<Record<"sum" | "min" | "max" | "avg", (all: readonly Decimal[]) => Decimal>> = {
  sum: (all) => all.reduce((sum, one) => sum.plus(one), new Decimal(0)),
  min: (all) => Decimal.min(...all),
  max: (all) => Decimal.max(...all),
  avg: (all) => all.reduce((sum, one) => sum.plus(one), new Decimal(0)).dividedBy(all.length),
};

function perUnit(
  amounts: readonly (readonly [string, string])[],
  reduce: (all: readonly Decimal[]) => Decimal,
): Json {
  const units = new Map<string, Decimal[]>();
  for (const [unit, amount] of amounts) {
    const list = units.get(unit);
    if (list) list.push(new Decimal(amount));
    else units.set(unit, [new Decimal(amount)]);
  }
  const entries = [...units].map(([unit, all]) => [unit, decimalText(unit, reduce(all))] as const);
  if (entries.length === 0) return null;
  return entries.length === 1 ? (entries[0]?.[1] ?? null) : Object.fromEntries(entries);
}

/** An amount of money is written with at least the digits of its currency (ISO 4217), any other number as it is. */
function decimalText(unit: string, value: Decimal): string {
  return unit === "" ? value.toFixed() : canonicalAmount(value.toFixed(), unit);
}

function amountOf(field: FieldModel, record: StoredRecord): readonly (readonly [string, string])[] {
  const stored = record.values[field.id];
  if (stored === undefined || stored === null || !field.type.measure) return [];
  const { amount, unit } = field.type.measure(field.type.storage.decode(stored));
  return [[unit, amount]];
}

function groupValue(object: ObjectModel, record: StoredRecord, name: string): Json {
  const field = object.byName.get(name);
  if (field) {
    const stored = record.values[field.id];
    return stored === undefined || stored === null ? null : (field.type.storage.decode(stored) as Json);
  }
  const system: Readonly<Record<string, unknown>> = { ...record };
  return (system[name] ?? null) as Json;
}
