import {
  slotKeys,
  type Causation,
  type JsonObject,
  type ObjectModel,
  type RecordWrite,
  type StoredRecord,
} from "#engine";

/** A write by a person, without automation behind it. */
export const aCausation: Causation = {
  command: "test",
  correlation: "test",
  depth: 0,
  path: [],
  actor: { kind: "user", id: "u1" },
};

/** A record with values by field id. */
export function aRecord(
  object: ObjectModel,
  more: Partial<StoredRecord> & { readonly id: string },
): StoredRecord {
  const at = "2025-03-01T00:00:00.000Z";
  return {
    object: object.apiName,
    version: 1,
    createdAt: at,
    createdBy: "u1",
    updatedAt: at,
    updatedBy: "u1",
    owner: "u1",
    values: {},
    ...more,
  };
}

/** A write that makes the record, or changes it when it has a version above 1. */
export function aWrite(
  object: ObjectModel,
  record: StoredRecord,
  more: Partial<RecordWrite> = {},
): RecordWrite {
  const isNew = record.version === 1;
  return {
    kind: isNew ? "create" : "update",
    object,
    record,
    before: null,
    expectedVersion: isNew ? null : record.version - 1,
    slotKeys: slotKeys({ object, record }),
    claims: [],
    releases: [],
    guards: [],
    changed: Object.keys(record.values),
    causation: { ...aCausation, command: `${record.id}@${record.version}` },
    ...more,
  };
}

/** Values by field id of values by API name. */
export function valuesOf(object: ObjectModel, values: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [object.byName.get(name)?.id ?? name, value]),
  );
}
