import { invalid, type LocalizedText, type Problem } from "#engine";

/** Bytes that can be read more than once. */
export interface SheetSource {
  /** Bytes in all. */
  readonly size: number;
  read(): AsyncIterable<Uint8Array>;
}

/** A cell that is no value: an error of the spreadsheet, a formula nobody worked out. */
export interface CellFault {
  /** Place of the column, from 0. */
  readonly column: number;
  readonly code: string;
  readonly value: string;
}

/** One data row as it stands in the file. */
export interface SheetRow {
  /** Number of the row in the file as a spreadsheet counts, the heading being row 1; blank rows count. */
  readonly number: number;
  /** As many as there are headings. */
  readonly cells: readonly string[];
  readonly faults: readonly CellFault[];
}

/** What is known of a sheet before its rows. */
export interface SheetHead {
  readonly kind: "csv" | "xlsx";
  readonly headings: readonly string[];
  /** Sheets of a workbook by name; empty for text. */
  readonly sheets: readonly string[];
  /** The one that is read; null for text. */
  readonly sheet: string | null;
  /** Of text; empty for a workbook. */
  readonly delimiter: string;
  /** Of text; null for a workbook. */
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be" | "gb18030" | null;
}

/** Where a reader puts what it finds, in the order of the file. */
export interface SheetSink {
  head(head: SheetHead): void;
  row(row: SheetRow): void | Promise<void>;
}

/** Ends the reading of a file that cannot be read; `readSheet` turns it into its problem. */
export class SheetFault extends Error {
  readonly problem: Problem;

  constructor(code: string, message: LocalizedText) {
    super(message.en);
    this.problem = invalid("", code, message);
  }
}
