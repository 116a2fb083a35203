import type { FieldType, RecordRef } from "../contract/field-type.ts";
import type { UniqueCombination } from "../contract/metadata/object.ts";
import type { FieldModel, ObjectModel, StoredRecord, UniqueClaim } from "../contract/model.ts";
import { oncePer } from "../shared/once-per.ts";
import { valueOf } from "./values.ts";

/** Unique texts a write takes and gives back; either record may be absent. */
export function uniqueChanges(
  object: ObjectModel,
  records: { readonly before: StoredRecord | null; readonly after: StoredRecord | null },
): { readonly claims: readonly UniqueClaim[]; readonly releases: readonly UniqueClaim[] } {
  const before = claimsById(object, records.before);
  const after = claimsById(object, records.after);
  return {
    claims: [...after.values()].filter((one) => before.get(one.fieldId)?.key !== one.key),
    releases: [...before.values()].filter((one) => after.get(one.fieldId)?.key !== one.key),
  };
}

/** Every unique text a record holds: one per unique field with a value, one per combination that is complete. */
export function uniqueClaimsOf(object: ObjectModel, record: StoredRecord): readonly UniqueClaim[] {
  return [...claimsById(object, record).values()];
}

function claimsById(object: ObjectModel, record: StoredRecord | null): ReadonlyMap<string, UniqueClaim> {
  const claims = new Map<string, UniqueClaim>();
  if (!record) return claims;
  for (const field of uniqueFields(object)) {
    const claim = claimOf(object, field, record);
    if (claim) claims.set(claim.fieldId, claim);
  }
  for (const one of object.definition.uniques ?? []) {
    const claim = combinedClaim(object, one, record);
    if (claim) claims.set(claim.fieldId, claim);
  }
  return claims;
}

const uniqueFields = oncePer((object: ObjectModel): readonly FieldModel[] =>
  object.fields.filter((one) => one.definition.unique === true),
);

/** Fields whose values point at records. */
export const referring = oncePer((object: ObjectModel): readonly FieldModel[] =>
  object.fields.filter((one) => one.type.references !== undefined),
);

/** Records that must still exist at commit: those that changed fields restrict or cascade by. */
export function guardsOf(
  object: ObjectModel,
  record: StoredRecord,
  changed: readonly string[],
): readonly RecordRef[] {
  const guards: RecordRef[] = [];
  for (const field of referring(object)) {
    if (!changed.includes(field.id) || field.type.onDelete?.(field.settings) === "clear") continue;
    const value = valueOf(field, record.values);
    if (value !== null) guards.push(...(field.type.references?.(value, field.settings) ?? []));
  }
  return guards;
}

function claimOf(object: ObjectModel, field: FieldModel, record: StoredRecord): UniqueClaim | null {
  const value = valueOf(field, record.values);
  const key = value === null ? undefined : field.type.uniqueKey?.(value, field.settings);
  return key === undefined ? null : { object: object.apiName, fieldId: field.id, key };
}

/** The id of a claim of a combination; never that of a field, as both are elements of one object. */
export function combinationId({ id, apiName }: UniqueCombination): string {
  return id ?? apiName;
}

function combinedClaim(
  object: ObjectModel,
  combination: UniqueCombination,
  record: StoredRecord,
): UniqueClaim | null {
  const parts: string[] = [];
  for (const name of combination.fields) {
    const field = object.byName.get(name);
    const value = field ? valueOf(field, record.values) : null;
    const part = field && value !== null ? partKey(field.type, value, field.settings) : undefined;
    if (part === undefined) return null;
    parts.push(part);
  }
  return { object: object.apiName, fieldId: combinationId(combination), key: JSON.stringify(parts) };
}

/** Whether values of the type can be part of a unique combination. */
export function canCombine({ uniqueKey, index }: FieldType): boolean {
  return uniqueKey !== undefined || (index !== undefined && index.exact !== false);
}

function partKey(type: FieldType, value: unknown, settings: object): string | undefined {
  if (type.uniqueKey) return type.uniqueKey(value, settings);
  return canCombine(type) ? type.index?.encode(value, settings) : undefined;
}
