/** Where the cells of one column go. */
export interface ColumnMapping {
  /** Heading as it stands in the file. */
  readonly column: string;
  /** The file's main object, or a child object whose record is made together with the row's. */
  readonly object: string;
  /** API name of the field, or `owner`. */
  readonly field: string;
  /** For a relation: the unique field of the target whose value the cell holds; absent: the cell holds a record id. */
  readonly by?: string;
}

/** What an import makes of one file. */
export interface FileMapping {
  readonly name: string;
  readonly object: string;
  readonly mapping: readonly ColumnMapping[];
}
