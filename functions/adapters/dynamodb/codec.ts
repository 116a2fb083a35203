import {
  readStored,
  type Causation,
  type Json,
  type ObjectModel,
  type RecordWrite,
  type StoredRecord,
} from "#engine";
import { recordKey, type WorkspaceKey } from "./keys.ts";

/** A record's item (storage.md §2): `v` listable values, `w` stored ones, `x` long ones, slot attributes, causation. */
export interface RecordItem {
  readonly pk: string;
  readonly sk: string;
  readonly ty: "rec" | "bin";
  readonly ver: number;
  readonly ma: string;
  readonly mb: string;
  /** Version of the last edit where derived values followed since. */
  readonly ev?: number;
  /** Values by field id, with owner `_o`, creation `_c`, creator `_cb` and entry into the stage `_se`, which wide indexes copy. */
  readonly v: Readonly<Record<string, Json>>;
  readonly w?: Readonly<Record<string, Json>>;
  readonly x?: Readonly<Record<string, Json>>;
  readonly _m: Causation;
  readonly [attribute: string]: unknown;
}

/** What an entry of a wide index holds of a record. */
export interface WideEntry {
  readonly sk: string;
  readonly v: Readonly<Record<string, Json>>;
}

/** The item of a record as a write leaves it. */
export function encodeRecord(workspace: WorkspaceKey, write: RecordWrite): RecordItem {
  const { object, record, slotKeys, causation } = write;
  const item: Record<string, unknown> = {
    ...recordKey(workspace, object.id, record.id),
    ty: "rec",
    ver: record.version,
    ma: record.updatedAt,
    mb: record.updatedBy,
    v: {
      _o: record.owner,
      _c: record.createdAt,
      _cb: record.createdBy,
      ...(record.stageEnteredAt === undefined ? {} : { _se: record.stageEnteredAt }),
    },
    _m: causation,
    ...(record.editedVersion === undefined ? {} : { ev: record.editedVersion }),
  };
  for (const id in record.values) {
    const value = record.values[id];
    if (value !== undefined && value !== null) mapOf(item, object, id)[id] = sealedOnly(object, id, value);
  }
  for (const slot in slotKeys) if (slotKeys[slot] !== null) item[slot] = slotKeys[slot];
  return item as unknown as RecordItem;
}

const maps = { listable: "v", stored: "w", long: "x" } as const;

/** The item's map for a field's storage class; values of fields that are gone are kept, but not listed. */
function mapOf(item: Record<string, unknown>, object: ObjectModel, id: string): Record<string, Json> {
  const name = maps[object.byId.get(id)?.type.storage.class ?? "stored"];
  return (item[name] ??= {}) as Record<string, Json>;
}

/** The value, unless it is the clear one of a sealed field, which no operation may save. */
function sealedOnly(object: ObjectModel, id: string, value: Json): Json {
  const field = object.byId.get(id);
  if (field?.type.sealed?.sealedText(value) === null)
    throw new Error(`the value of the field ${field.apiName} is not sealed`);
  return value;
}

/** The whole record of an item. */
export function decodeRecord(object: ObjectModel, item: Readonly<Record<string, unknown>>): StoredRecord {
  const { sk, ver, ma, mb, ev, v, w, x } = item as RecordItem;
  const { _o, _c, _cb, _se, ...listable } = v;
  return {
    object: object.apiName,
    id: sk,
    version: ver,
    createdAt: _c as string,
    createdBy: _cb as string,
    updatedAt: ma,
    updatedBy: mb,
    owner: _o as string,
    ...enteredAt(_se),
    ...(ev === undefined ? {} : { editedVersion: ev }),
    values: readStored(object, w || x ? { ...listable, ...w, ...x } : listable),
  };
}

/** What a wide entry tells of a record; version 0 and no update say that it is not whole. */
export function decodeEntry(object: ObjectModel, entry: WideEntry): StoredRecord {
  const { _o, _c, _cb, _se, ...values } = entry.v;
  return {
    object: object.apiName,
    id: entry.sk,
    version: 0,
    createdAt: (_c as string | undefined) ?? "",
    createdBy: (_cb as string | undefined) ?? "",
    updatedAt: "",
    updatedBy: "",
    owner: (_o as string | undefined) ?? "",
    ...enteredAt(_se),
    values: readStored(object, values),
  };
}

function enteredAt(stored: Json | undefined): { readonly stageEnteredAt?: string } {
  return typeof stored === "string" ? { stageEnteredAt: stored } : {};
}
