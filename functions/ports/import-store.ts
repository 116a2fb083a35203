import type { CellProblem, FileMapping } from "#engine";

/** One file of an import: its text and where its columns go. */
export interface ImportFile extends FileMapping {
  readonly text: string;
}

/** What became of one file. */
export interface ImportFileResult {
  readonly name: string;
  readonly object: string;
  /** Data rows in the file. */
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  /** Rows whose record was as the file says already. */
  readonly skipped: number;
  readonly failed: number;
  /** The first thousand; `row` counts from 1 without the heading. */
  readonly problems: readonly RowProblem[];
}

export interface RowProblem extends CellProblem {
  readonly row: number;
  /** Whether the row was left out because of it. */
  readonly fatal: boolean;
}

/** Files and results of imports; kept in pieces, because an item holds at most 400 KB (AWS limit). */
export interface ImportStore {
  saveFiles(workspace: string, importId: string, files: readonly ImportFile[]): Promise<void>;
  files(workspace: string, importId: string): Promise<readonly ImportFile[]>;
  saveResults(workspace: string, importId: string, results: readonly ImportFileResult[]): Promise<void>;
  results(workspace: string, importId: string): Promise<readonly ImportFileResult[]>;
}
