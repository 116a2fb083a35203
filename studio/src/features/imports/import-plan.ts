import type { ColumnMapping } from "#engine";

/** One file of the answer of `POST /imports:analyze`. */
export interface AnalyzedFile {
  readonly name: string;
  readonly rows: number;
  readonly delimiter: string;
  readonly object: string | null;
  readonly columns: readonly {
    readonly heading: string;
    readonly samples: readonly string[];
    readonly target: ColumnMapping | null;
    /** 0–1. */
    readonly confidence: number;
  }[];
}

/** A file being prepared: where it goes and which target each column has. */
export interface PreparedFile {
  readonly name: string;
  readonly text: string;
  readonly rows: number;
  /** API name of the main object; empty: not chosen. */
  readonly object: string;
  readonly columns: readonly PreparedColumn[];
}

export interface PreparedColumn {
  readonly heading: string;
  readonly samples: readonly string[];
  /** Null: the column is left out. */
  readonly target: ColumnMapping | null;
  /** 0–1 of the guess; 1 once a person chose. */
  readonly confidence: number;
}

/** The analyzed files with their texts. */
export function preparedFiles(
  analyzed: readonly AnalyzedFile[],
  texts: ReadonlyMap<string, string>,
): readonly PreparedFile[] {
  return analyzed.map(({ name, rows, object, columns }) => ({
    name,
    rows,
    object: object ?? "",
    columns,
    text: texts.get(name) ?? "",
  }));
}

/** The file with one column's target chosen by a person. */
export function withTarget(file: PreparedFile, at: number, target: ColumnMapping | null): PreparedFile {
  const columns = file.columns.map((one, place) => (place === at ? { ...one, target, confidence: 1 } : one));
  return { ...file, columns };
}

/** The file with another main object; targets of the old one are dropped. */
export function withObject(file: PreparedFile, object: string): PreparedFile {
  const columns = file.columns.map((one) =>
    one.target && one.target.object !== object ? { ...one, target: null, confidence: 0 } : one,
  );
  return { ...file, object, columns };
}

/** Targets that two columns of the file share, as `object.field`. */
export function sharedTargets(file: PreparedFile): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { target } of file.columns) {
    if (!target) continue;
    const key = targetKey(target);
    if (seen.has(key)) shared.add(key);
    seen.add(key);
  }
  return shared;
}

export function targetKey(target: Pick<ColumnMapping, "object" | "field">): string {
  return `${target.object}.${target.field}`;
}

/** Whether the file can be sent: an object, at least one column, no target twice. */
export function isReady(file: PreparedFile): boolean {
  return file.object !== "" && file.columns.some((one) => one.target) && sharedTargets(file).size === 0;
}

/** Body of `POST /imports`. */
export function importBody(files: readonly PreparedFile[], dryRun: boolean): object {
  return {
    dryRun,
    files: files.map(({ name, text, object, columns }) => ({
      name,
      text,
      object,
      mapping: columns.flatMap(({ target }) => (target ? [target] : [])),
    })),
  };
}
