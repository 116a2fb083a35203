import type { CellProblem, Problem, RecordRef, RowRecord } from "#engine";

/** What became of the record a row asked for. */
export interface RowOutcome {
  readonly state: "created" | "updated" | "skipped" | "failed";
  /** The record; null when it failed, or in a dry run of a new one. */
  readonly record: RecordRef | null;
  /** Why it failed. */
  readonly problems: readonly Problem[];
  /** Cells left out: links to nothing, unknown owners. */
  readonly cellProblems: readonly CellProblem[];
}

/** Saves the records of an import one by one; the dry run does everything but save. */
export interface ImportWriter {
  /**
   * `key` names the row within the import: the same key never makes a second record. `parent` is the row's main record,
   * to which a child is linked.
   */
  write(
    record: RowRecord,
    row: { readonly key: string; readonly parent: RecordRef | null },
  ): Promise<RowOutcome>;
}
