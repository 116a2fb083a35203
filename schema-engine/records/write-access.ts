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
