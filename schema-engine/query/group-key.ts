import type { Json } from "../contract/json.ts";
import type { ObjectModel, StoredRecord } from "../contract/model.ts";
import { periodOf, periodUnits, type PeriodUnit } from "./periods.ts";
import { queryField } from "./query-field.ts";

/** What records are grouped by: a field, or the period that a date of theirs lies in. */
export interface GroupKey {
  /** As it was asked for: `stage`, `closeDate:month`; it names the group's part of the key. */
  readonly text: string;
  readonly field: string;
  readonly unit: PeriodUnit | null;
}

/** Reads `field` or `field:unit`; null when the unit is none. Whether there is such a field is not looked at. */
export function readGroupKey(text: string): GroupKey | null {
  const [field = "", unit, ...more] = text.split(":");
  if (unit === undefined) return { text, field, unit: null };
  const known = periodUnits.find((one) => one === unit);
  return known && more.length === 0 ? { text, field, unit: known } : null;
}

/** Whether the object's field can be grouped like that: sealed values cannot, and only dates have periods. */
export function fitsGroupKey(object: ObjectModel, key: GroupKey): boolean {
  if (object.byName.get(key.field)?.type.sealed) return false;
  return key.unit === null || (queryField(object, key.field)?.time ?? null) !== null;
}

/** A record's value of the key, JSON; null: it has none. */
export function groupValue(
  object: ObjectModel,
  { key, record }: { readonly key: GroupKey; readonly record: StoredRecord },
  timeZone: string,
): Json {
  if (key.unit !== null) return periodValue(object, { key, record, unit: key.unit }, timeZone);
  const field = object.byName.get(key.field);
  if (field) {
    const stored = record.values[field.id];
    return stored === undefined || stored === null ? null : (field.type.storage.decode(stored) as Json);
  }
  const system: Readonly<Record<string, unknown>> = { ...record };
  return (system[key.field] ?? null) as Json;
}

function periodValue(
  object: ObjectModel,
  given: { readonly key: GroupKey; readonly record: StoredRecord; readonly unit: PeriodUnit },
  timeZone: string,
): Json {
  const field = queryField(object, given.key.field);
  const stored = field?.read(given.record) ?? null;
  if (!field?.time || stored === null) return null;
  return periodOf({ text: String(stored), kind: field.time }, given.unit, timeZone);
}
