/** Where the cells of one column go. */
export interface ColumnMapping {
  /** Heading as it stands in the file. */
  readonly column: string;
  /** The file's main object, or a child object whose record is made together with the row's. */
  readonly object: string;
  /** API name of the field; `owner`, or `id` for the id of the record the row is about. */
  readonly field: string;
  /**
   * For a relation: the unique field of the target whose value the cell holds; where records of several objects may be
   * chosen, `object.field`. Absent: the cell holds a record id.
   */
  readonly by?: string;
}

/** A value for records that a row makes without having one for the field; written like a cell. */
export interface FieldDefault {
  readonly object: string;
  readonly field: string;
  readonly value: string;
}

/** What a row may do: make records, change those that are there, or both. */
export const importModes = ["create", "update", "upsert"] as const;
export type ImportMode = (typeof importModes)[number];

/** What an import makes of one file. */
export interface FileMapping {
  readonly name: string;
  readonly object: string;
  readonly mapping: readonly ColumnMapping[];
  /** Default `upsert`. */
  readonly mode?: ImportMode;
  /** Unique fields, or `id`, by which the record of a row is found, the first that has a value; absent: all unique fields. */
  readonly match?: readonly string[];
  /** Whether an empty cell leaves the value alone or removes it; default `keep`. */
  readonly blanks?: "keep" | "clear";
  readonly defaults?: readonly FieldDefault[];
}
