import {
  decideDelete,
  decideWrite,
  valueOf,
  type Causation,
  type FieldModel,
  type Json,
  type ObjectModel,
  type RecordRef,
  type RecordWrite,
  type Result,
  type StoredRecord,
  type WorkspaceModel,
} from "#engine";

/** Where and when followers are written. */
export interface FollowAbout {
  readonly model: WorkspaceModel;
  readonly now: string;
  readonly causation: Causation;
  /** The record whose deletion is followed; absent: it is not told. */
  readonly root?: RecordRef;
}

/** The deletion of a record because the one it belongs to is deleted. */
export function cascaded(about: FollowAbout, object: ObjectModel, record: StoredRecord): Result<RecordWrite> {
  const { root } = about;
  const causation = root ? { ...about.causation, follows: root } : about.causation;
  return decideDelete({ ...about, causation, object, access: null, current: record, expectedVersion: null });
}

/** The write that takes a deleted record out of what others say of it. */
export function cleared(
  about: FollowAbout,
  given: {
    readonly object: ObjectModel;
    readonly record: StoredRecord;
    readonly field: FieldModel;
    readonly target: string;
  },
): Result<RecordWrite> {
  const { object, record, field, target } = given;
  const value = valueOf(field, record.values);
  const left = value === null ? null : ((field.type.without?.(value, target) ?? null) as Json);
  const refs = left === null ? [] : (field.type.references?.(left, field.settings) ?? []);
  return decideWrite({
    ...about,
    object,
    kind: "update",
    access: null,
    current: record,
    expectedVersion: record.version,
    values: { [field.apiName]: left },
    id: record.id,
    numbers: {},
    related: refs.map((ref) => ({ ref, visible: true })),
  });
}
