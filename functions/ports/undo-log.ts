import type { JsonObject } from "#engine";

/** What one write of an operation did to one record, told before the write itself. */
export interface UndoEntry {
  /** Id of the object, which outlives renames. */
  readonly objectId: string;
  readonly id: string;
  readonly kind: "created" | "updated" | "deleted";
  /** Version the record has when the operation's write took place; compensation happens only while it still has it. */
  readonly version: number;
  /** Command of the write (`Causation.command`): tells it from another's write of the same version. Absent: not checked. */
  readonly command?: string;
  /** Stored values (by field key) and owner as they were before, only what changed; null value: there was none. */
  readonly before: {
    readonly values: JsonObject;
    readonly owner?: string;
    /** When it had entered its stage, RFC 3339 UTC; only where that changed, null: it was in none. */
    readonly stageEnteredAt?: string | null;
  };
}

/** What operations did, so that they can be undone: one log per operation (a job, an import, a merge). */
export interface UndoLog {
  /**
   * Write-ahead: before the write itself, in the order of the writes. The same entry again, because a piece of work was
   * done twice, is listed again; undoing passes over what it took back already. Kept for
   * `RETENTION_DAYS`.
   */
  append(workspace: string, operationId: string, entries: readonly UndoEntry[]): Promise<void>;
  /** Newest first; at least `limit` entries while there are more, at most `limit` and what one append told together. */
  page(
    workspace: string,
    operationId: string,
    position: string | null,
    limit: number,
  ): Promise<{ readonly entries: readonly UndoEntry[]; readonly position: string | null }>;
}
