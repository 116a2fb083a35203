import type { CellProblem, FileMapping } from "#engine";

/** A table that was read once and lies in blocks of rows, so that a run can go on at any of them. */
export interface PreparedSheet {
  /** Id of the entry in the file catalog under which the blocks lie. */
  readonly id: string;
  /** Name of the file as it came. */
  readonly name: string;
  readonly kind: "csv" | "xlsx";
  readonly sheets: readonly string[];
  readonly sheet: string | null;
  readonly delimiter: string;
  readonly encoding: string | null;
  readonly headings: readonly string[];
  /** Data rows. */
  readonly rows: number;
  /** Rows whose cells cannot all be read. */
  readonly faultyRows: number;
  /** Key of the blocks in the file store. */
  readonly key: string;
  readonly blocks: readonly SheetBlock[];
  /** The first rows. */
  readonly preview: readonly (readonly string[])[];
  /** The first few different cells of each column. */
  readonly samples: readonly (readonly string[])[];
}

/** Where a block lies: packed rows, one after the other. */
export interface SheetBlock {
  readonly from: number;
  readonly length: number;
  readonly rows: number;
}

/** One file of an import: where its columns go, and its rows. */
export interface ImportFile extends FileMapping {
  readonly sheet: PreparedSheet;
}

/** What became of one row. */
export type RowState = "created" | "updated" | "skipped" | "failed";

export interface RowProblem extends CellProblem {
  /** From 1 without the heading, blank rows not counted. */
  readonly row: number;
  /** As a spreadsheet or editor counts, the heading being 1. */
  readonly line: number;
  /** Whether the row was left out because of it. */
  readonly fatal: boolean;
}

/** What became of one block of rows. */
export interface BlockOutcome {
  /** One letter per row: c, u, s, f, in the order of the rows. */
  readonly states: string;
  readonly problems: readonly RowProblem[];
}

/** Place of a block in an import: which file, in the order in which they are written, and which block of it; from 0. */
export interface BlockPlace {
  readonly file: number;
  readonly block: number;
}

/** What an import works on and what became of its rows; kept in pieces, because an item holds at most 400 KB (AWS limit). */
export interface ImportStore {
  /** `upload` is the id in the file catalog, `sheet` null for the first one. */
  saveSheet(
    workspace: string,
    place: { readonly upload: string; readonly sheet: string | null },
    prepared: PreparedSheet,
  ): Promise<void>;
  sheet(
    workspace: string,
    place: { readonly upload: string; readonly sheet: string | null },
  ): Promise<PreparedSheet | null>;
  saveFiles(workspace: string, importId: string, files: readonly ImportFile[]): Promise<void>;
  files(workspace: string, importId: string): Promise<readonly ImportFile[]>;
  /** The same block again replaces. */
  saveOutcome(
    workspace: string,
    place: BlockPlace & { readonly importId: string },
    outcome: BlockOutcome,
  ): Promise<void>;
  /** Outcomes of a file's blocks in their order. */
  outcomes(workspace: string, importId: string, file: number): AsyncIterable<BlockOutcome>;
}
