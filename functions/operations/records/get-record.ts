import {
  failure,
  objectAccess,
  presentRecord,
  success,
  type ObjectModel,
  type PresentedRecord,
  type Result,
  type StoredRecord,
} from "#engine";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import type { FileCatalog } from "../../ports/file-catalog.ts";
import { fileNames } from "./file-names.ts";
import { notFound } from "./problems.ts";
import { referenceFields, referenceNames, type ReferenceNames } from "./reference-names.ts";

/** A record as the API answers it. */
export interface RecordAnswer extends PresentedRecord {
  readonly references: ReferenceNames;
}

/** Reads one record; what the caller may not see is not found. */
export async function getRecord(
  ports: { readonly recordStore: RecordStore; readonly fileCatalog?: FileCatalog },
  caller: Caller,
  request: { readonly object: string; readonly id: string },
): Promise<Result<RecordAnswer>> {
  const loaded = await loadVisible(ports, caller, request);
  if (!loaded.ok) return loaded;
  return success(await answerFor(ports, caller, { ...loaded.value, loaded: [] }));
}

/** The object and the stored record when both are within the caller's reach. */
export async function loadVisible(
  ports: { readonly recordStore: RecordStore },
  caller: Caller,
  request: { readonly object: string; readonly id: string },
): Promise<Result<{ readonly object: ObjectModel; readonly record: StoredRecord }>> {
  const object = caller.model.objects.get(request.object);
  const granted = objectAccess(caller.access, request.object);
  if (!object || !granted.read || !isRecordId(request.id)) return failure(notFound);
  const record = await ports.recordStore.get(caller.workspace, object, request.id);
  if (!record || !granted.seesRecord(record)) return failure(notFound);
  return success({ object, record });
}

/** The record as this caller sees it, with the names of what it refers to. */
export async function answerFor(
  ports: { readonly recordStore: RecordStore; readonly fileCatalog?: FileCatalog },
  caller: Caller,
  given: {
    readonly object: ObjectModel;
    readonly record: StoredRecord;
    readonly loaded: readonly StoredRecord[];
  },
): Promise<RecordAnswer> {
  const { object, record, loaded } = given;
  const fields = referenceFields(object, caller.access, null);
  const granted = objectAccess(caller.access, object.apiName);
  const [references, files] = await Promise.all([
    referenceNames(ports, caller, { records: [record], fields, loaded }),
    fileNames(ports.fileCatalog, caller, { object, record }),
  ]);
  return { ...presentRecord(object, record, granted), references: { ...references, ...files } };
}

/** Whether a text can be the id of a record; anything else is not found without a read. */
export function isRecordId(id: string): boolean {
  return /^[A-Za-z0-9_-]{1,64}$/.test(id);
}
