import { attachmentHeader, failure, filesOf, objectAccess, success, type Result } from "#engine";
import type { FileCatalog, FileEntry } from "../../ports/file-catalog.ts";
import type { FileStore } from "../../ports/file-store.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { isRecordId } from "../records/get-record.ts";
import { notFound } from "../records/problems.ts";

export interface ReadFilePorts {
  readonly fileCatalog: FileCatalog;
  readonly fileStore: FileStore;
  readonly recordStore: RecordStore;
}

/** A file with an address that downloads it for a few minutes. */
export interface FileAnswer {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly type: string;
  readonly width?: number;
  readonly height?: number;
  readonly url: string;
  readonly expiresAt: string;
}

/** A file for somebody who sees the record and the field that have it; before a record has it, for who uploaded it. */
export async function readFile(
  ports: ReadFilePorts,
  caller: Caller,
  id: string,
): Promise<Result<FileAnswer>> {
  if (!isRecordId(id)) return failure(notFound);
  const entry = await ports.fileCatalog.get(caller.workspace, id);
  if (entry?.state !== "ready" || !(await isVisible(ports, caller, entry))) return failure(notFound);
  const { name, size, type, width, height } = entry;
  const address = await ports.fileStore.downloadAddress(entry.key, {
    disposition: attachmentHeader(name),
    type,
  });
  const picture = width === undefined || height === undefined ? {} : { width, height };
  return success({ id, name, size, type, ...picture, ...address });
}

async function isVisible({ recordStore }: ReadFilePorts, caller: Caller, entry: FileEntry): Promise<boolean> {
  const object = caller.model.objectsById.get(entry.object);
  const field = object?.byId.get(entry.field);
  if (!object || !field) return false;
  const granted = objectAccess(caller.access, object.apiName);
  if (!granted.read || granted.field(field.apiName) === "none") return false;
  if (entry.record === null) return entry.createdBy === caller.user.id;
  const record = await recordStore.get(caller.workspace, object, entry.record);
  if (record) return granted.seesRecord(record) && filesOf(field, record.values).includes(entry.id);
  return false;
}
