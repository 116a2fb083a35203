import { isMergeable, type Json } from "#engine";
import type { RecordAnswer } from "../../api/answers.ts";
import type { FieldInfo, ObjectInfo } from "../../model/object-info.ts";

/** A field of records that are to be one, with the record whose value survives. */
export interface MergeRow {
  readonly field: FieldInfo;
  /** In the order of the records. */
  readonly values: readonly Json[];
  /** Whether they differ. */
  readonly differs: boolean;
  /** Id of the record whose value survives by itself: the one that stays, or the last changed that has one. */
  readonly survivor: string;
  /** Whether another value can be chosen. */
  readonly open: boolean;
}

/** Fields that can be chosen, in the object's order; those no record has a value of are left out. */
export function mergeRows(
  object: ObjectInfo,
  records: readonly RecordAnswer[],
  target: string,
): readonly MergeRow[] {
  return object.fields
    .filter((field) => isMergeable(field))
    .map((field) => ({ field, values: records.map((one) => one.values[field.apiName] ?? null) }))
    .filter(({ values }) => values.some((one) => one !== null))
    .map(({ field, values }) => ({
      field,
      values,
      differs: new Set(values.map((one) => JSON.stringify(one))).size > 1,
      survivor: survivorOf(field, records, target),
      open: field.writable,
    }));
}

function survivorOf({ apiName }: FieldInfo, records: readonly RecordAnswer[], target: string): string {
  const has = (one: RecordAnswer): boolean => (one.values[apiName] ?? null) !== null;
  const own = records.find((one) => one.id === target);
  if (own && has(own)) return target;
  const latest = records.filter(has).sort((a, b) => ((a.updatedAt ?? "") < (b.updatedAt ?? "") ? 1 : -1));
  return latest[0]?.id ?? target;
}
