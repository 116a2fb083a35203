import {
  objectAccess,
  type Access,
  type FieldModel,
  type Json,
  type ObjectModel,
  type RecordRef,
  type StoredRecord,
  type WorkspaceModel,
} from "#engine";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";

/** Names of what records refer to: `account/<id>` → name. What the caller may not see is left out. */
export type ReferenceNames = Readonly<Record<string, string>>;

/** Object under which people are referred to. */
export const USER_OBJECT = "user";

/** Fields of the object that can refer to records and that the caller may see, narrowed to `columns` when given. */
export function referenceFields(
  object: ObjectModel,
  access: Access,
  columns: readonly string[] | null,
): readonly FieldModel[] {
  const granted = objectAccess(access, object.apiName);
  return object.fields.filter(
    (field) =>
      field.type.references !== undefined &&
      granted.field(field.apiName) !== "none" &&
      (columns === null || columns.includes(field.apiName)),
  );
}

/** All records that the fields of a record refer to. */
export function refsOf(fields: readonly FieldModel[], record: StoredRecord): readonly RecordRef[] {
  return fields.flatMap((field) => {
    const value = record.values[field.id];
    if (value === undefined || value === null) return [];
    return field.type.references?.(field.type.storage.decode(value), field.settings) ?? [];
  });
}

/** Names for the fields' values and for the people who own, made and changed the records; one batch read. */
export async function referenceNames(
  ports: { readonly recordStore: RecordStore },
  caller: Caller,
  request: {
    readonly records: readonly StoredRecord[];
    readonly fields: readonly FieldModel[];
    /** Records loaded for another reason; they are not read again. */
    readonly loaded?: readonly StoredRecord[];
  },
): Promise<ReferenceNames> {
  const wanted = new Map<string, RecordRef>();
  for (const record of request.records) {
    for (const ref of refsOf(request.fields, record)) wanted.set(refKey(ref), ref);
  }
  const known = new Map((request.loaded ?? []).map((one) => [refKey(one), one]));
  const missing = [...wanted.values()].filter((ref) => ref.object !== USER_OBJECT && !known.has(refKey(ref)));
  const found = await readVisible(ports.recordStore, caller, missing);
  for (const record of found) known.set(refKey(record), record);
  const names: Record<string, string> = {};
  for (const [key, ref] of wanted) {
    const record = known.get(key);
    const name = record && ref.object !== USER_OBJECT ? visibleName(caller, record) : null;
    if (name !== null) names[key] = name;
  }
  return { ...names, ...(await userNames(caller, request.records, wanted)) };
}

/** The record's name as text; null when the caller may not see the record or the name. */
export function visibleName(caller: Caller, record: StoredRecord): string | null {
  const object = caller.model.objects.get(record.object);
  if (!object) return null;
  const granted = objectAccess(caller.access, object.apiName);
  if (!granted.seesRecord(record) || granted.field(object.nameField.apiName) === "none") return null;
  return nameOf(caller.model, object, record);
}

/** The value of the name field as a person reads it; empty when it has none. */
export function nameOf(model: WorkspaceModel, object: ObjectModel, record: StoredRecord): string {
  const field = object.nameField;
  const stored: Json | undefined = record.values[field.id];
  if (stored === undefined || stored === null) return "";
  const { timeZone, locale } = model.workspace;
  return field.type.format(field.type.storage.decode(stored), field.settings, {
    timeZone,
    locale,
    now: record.updatedAt,
  });
}

export function refKey(ref: RecordRef): string {
  return `${ref.object}/${ref.id}`;
}

async function readVisible(
  recordStore: RecordStore,
  caller: Caller,
  refs: readonly RecordRef[],
): Promise<readonly StoredRecord[]> {
  const readable = refs.flatMap((ref) => {
    const object = caller.model.objects.get(ref.object);
    return object && objectAccess(caller.access, ref.object).read ? [{ object, id: ref.id }] : [];
  });
  return readable.length === 0 ? [] : recordStore.getMany(caller.workspace, readable);
}

async function userNames(
  caller: Caller,
  records: readonly StoredRecord[],
  wanted: ReadonlyMap<string, RecordRef>,
): Promise<ReferenceNames> {
  const ids = new Set(records.flatMap((one) => [one.owner, one.createdBy, one.updatedBy]));
  for (const ref of wanted.values()) if (ref.object === USER_OBJECT) ids.add(ref.id);
  if (ids.size === 0) return {};
  const onlySelf = ids.size === 1 && ids.has(caller.user.id);
  const people = onlySelf ? new Map([[caller.user.id, caller.user]]) : await caller.people();
  return Object.fromEntries(
    [...ids].flatMap((id) => {
      const person = people.get(id);
      return person ? [[`${USER_OBJECT}/${id}`, person.name]] : [];
    }),
  );
}
