import type { StoredRecord } from "../contract/model.ts";

/** What a write asks of the caller's access to the object; `ObjectAccess` of `access/decide.ts` is one. */
export interface WriteAccess {
  readonly create: boolean;
  readonly read: boolean;
  readonly update: boolean;
  readonly delete: boolean;
  /** By API name; `none` means that for this caller the field does not exist. */
  field(name: string): "none" | "read" | "write";
  seesRecord(record: StoredRecord): boolean;
}

/** Whether a record exists for the caller; null is the platform, which sees everything. */
export function sees(access: WriteAccess | null, record: StoredRecord): boolean {
  return access === null || (access.read && access.seesRecord(record));
}
