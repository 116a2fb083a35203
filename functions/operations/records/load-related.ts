import { objectAccess, type RecordRef, type StoredRecord } from "#engine";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { isRecordId } from "./get-record.ts";
import { refKey, USER_OBJECT } from "./reference-names.ts";

/** A record or person that a write mentions, and whether the writer can see it. */
export interface Related {
  readonly ref: RecordRef;
  readonly visible: boolean;
  /** The record, when it is one and visible. */
  readonly record?: StoredRecord;
}

export interface LoadedRelated {
  readonly related: readonly Related[];
  /** The records among them that exist and are visible. */
  readonly records: readonly StoredRecord[];
}

/** Looks up what the values of a write mention; one batch read, people from memory. */
export async function loadRelated(
  recordStore: RecordStore,
  caller: Caller,
  refs: readonly RecordRef[],
): Promise<LoadedRelated> {
  const distinct = [...new Map(refs.map((ref) => [refKey(ref), ref])).values()];
  if (distinct.length === 0) return { related: [], records: [] };
  const people = distinct.some((ref) => ref.object === USER_OBJECT) ? await caller.people() : null;
  const readable = distinct.flatMap((ref) => {
    const object = caller.model.objects.get(ref.object);
    const reaches =
      object !== undefined && objectAccess(caller.access, ref.object).read && isRecordId(ref.id);
    return reaches ? [{ object, id: ref.id }] : [];
  });
  const found = readable.length > 0 ? await recordStore.getMany(caller.workspace, readable) : [];
  const records = found.filter((one) => objectAccess(caller.access, one.object).seesRecord(one));
  const visible = new Map(records.map((one) => [refKey(one), one]));
  return {
    related: distinct.map((ref) => ({
      ref,
      ...recordOf(visible.get(refKey(ref))),
      visible: ref.object === USER_OBJECT ? people?.get(ref.id)?.active === true : visible.has(refKey(ref)),
    })),
    records,
  };
}

function recordOf(record: StoredRecord | undefined): { readonly record?: StoredRecord } {
  return record ? { record } : {};
}
