import type { CellProblem, FileMapping, Problem, RecordRef, RowRecord } from "#engine";
import type { RowState } from "../../ports/import-store.ts";

/** What became of the record a row asked for. */
export interface RowOutcome {
  readonly state: RowState;
  /** The record; null when it failed, or was left alone because of the mode. */
  readonly record: RecordRef | null;
  /** Why it failed, or was left alone. */
  readonly problems: readonly Problem[];
  /** Cells left out: links to nothing, unknown people. */
  readonly cellProblems: readonly CellProblem[];
}

/** How a record of a row is to be written. */
export interface RowOrder {
  /** Names the row within the import: the same key never makes a second record. */
  readonly key: string;
  /** The row's main record, to which a child is linked; null for the main record itself. */
  readonly parent: RecordRef | null;
  readonly rules: Pick<FileMapping, "mode" | "match">;
  /** Whether this import wrote exactly this version of a record before it was interrupted, under this command. */
  readonly wroteBefore: (
    record: { readonly id: string; readonly version: number },
    command: string,
  ) => boolean;
}

/** Saves the records of an import one by one; the dry run does everything but save. */
export interface ImportWriter {
  write(record: RowRecord, order: RowOrder): Promise<RowOutcome>;
}
