import type { StoredRecord } from "../contract/model.ts";

/** The record as last edited when `before` was; null: it is edited by this write. */
export function withEditedVersion(record: StoredRecord, before: StoredRecord | null): StoredRecord {
  const { editedVersion: _, ...rest } = record;
  return before ? { ...rest, editedVersion: before.editedVersion ?? before.version } : rest;
}

/**
 * Whether someone who saw this version would lose sight of an edit by writing now. Derived values that followed other
 * records since do not count: the writer does not overwrite them (RFC 9110 §13.1.1 asks for no more than no lost update).
 */
export function isStaleFor(current: StoredRecord, seen: number | null): boolean {
  return seen !== null && (seen > current.version || seen < (current.editedVersion ?? current.version));
}
