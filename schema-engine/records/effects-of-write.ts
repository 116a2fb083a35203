import type { RecordRef } from "../contract/field-type.ts";
import type { FieldModel, ObjectModel, StoredRecord, UniqueClaim } from "../contract/model.ts";
import { valueOf } from "./values.ts";

/** Unique texts a write takes and gives back; either record may be absent. */
export function uniqueChanges(
  object: ObjectModel,
  records: { readonly before: StoredRecord | null; readonly after: StoredRecord | null },
): { readonly claims: readonly UniqueClaim[]; readonly releases: readonly UniqueClaim[] } {
  const claims: UniqueClaim[] = [];
  const releases: UniqueClaim[] = [];
  for (const field of object.fields) {
    if (field.definition.unique !== true || !field.type.uniqueKey) continue;
    const before = claimOf(object, field, records.before);
    const after = claimOf(object, field, records.after);
    if (before?.key === after?.key) continue;
    if (before) releases.push(before);
    if (after) claims.push(after);
  }
  return { claims, releases };
}

/** Records that must still exist at commit: those that changed fields restrict or cascade by. */
export function guardsOf(
  object: ObjectModel,
  record: StoredRecord,
  changed: readonly string[],
): readonly RecordRef[] {
  const guards: RecordRef[] = [];
  for (const field of object.fields) {
    if (!field.type.references || !changed.includes(field.id)) continue;
    if (field.type.onDelete?.(field.settings) === "clear") continue;
    const value = valueOf(field, record.values);
    if (value !== null) guards.push(...field.type.references(value, field.settings));
  }
  return guards;
}

function claimOf(object: ObjectModel, field: FieldModel, record: StoredRecord | null): UniqueClaim | null {
  const value = record ? valueOf(field, record.values) : null;
  const key = value === null ? undefined : field.type.uniqueKey?.(value, field.settings);
  return key === undefined ? null : { object: object.apiName, fieldId: field.id, key };
}
