import type { ColumnMapping, FileMapping, ImportMode } from "#engine";

/** One file of the answer of `POST /imports:analyze`. */
export interface AnalyzedFile {
  readonly name: string;
  readonly rows: number;
  /** Rows with cells that cannot be read. */
  readonly faultyRows: number;
  readonly kind: "csv" | "xlsx";
  readonly encoding: string | null;
  readonly sheets: readonly string[];
  readonly sheet: string | null;
  readonly object: string | null;
  readonly preview: readonly (readonly string[])[];
  readonly columns: readonly {
    readonly heading: string;
    readonly samples: readonly string[];
    readonly target: ColumnMapping | null;
    /** 0–1. */
    readonly confidence: number;
  }[];
}

/** A file being prepared: where it goes and which target each column has. */
export interface PreparedFile extends Omit<AnalyzedFile, "object"> {
  /** Id of the upload. */
  readonly upload: string;
  /** API name of the main object; empty: not chosen. */
  readonly object: string;
  readonly mode: ImportMode;
  /** Field that tells records apart, or `id`; empty: every unique field. */
  readonly match: string;
  readonly blanks: "keep" | "clear";
}

export type PreparedColumn = PreparedFile["columns"][number];

/** An analyzed file as it stands before a person changes anything. */
export function preparedFile(upload: string, analyzed: AnalyzedFile): PreparedFile {
  const mode = "upsert" as const;
  return { ...analyzed, upload, object: analyzed.object ?? "", mode, match: "", blanks: "keep" };
}

/** The file with one column's target chosen by a person. */
export function withTarget(file: PreparedFile, at: number, target: ColumnMapping | null): PreparedFile {
  const columns = file.columns.map((one, place) => (place === at ? { ...one, target, confidence: 1 } : one));
  return withPossibleMatch({ ...file, columns });
}

/** The file with another main object; targets of the old one are dropped. */
export function withObject(file: PreparedFile, object: string): PreparedFile {
  const columns = file.columns.map((one) =>
    one.target && one.target.object !== object ? { ...one, target: null, confidence: 0 } : one,
  );
  return withPossibleMatch({ ...file, object, columns });
}

/** The file with the columns of a saved mapping, where it has them. */
export function withMapping(file: PreparedFile, saved: Omit<FileMapping, "name">): PreparedFile {
  const columns = file.columns.map((one) => {
    const target = saved.mapping.find(({ column }) => column === one.heading) ?? null;
    return { ...one, target, confidence: target ? 1 : 0 };
  });
  const { object, mode = "upsert", match = [], blanks = "keep" } = saved;
  return withPossibleMatch({ ...file, object, columns, mode, match: match[0] ?? "", blanks });
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

/** What is to become of the columns, as the API takes it. */
export function mappingOf(file: PreparedFile): Omit<FileMapping, "name"> {
  const { object, columns, mode, match, blanks } = file;
  return {
    object,
    mapping: columns.flatMap(({ target }) => (target ? [target] : [])),
    mode,
    blanks,
    ...(match === "" ? {} : { match: [match] }),
  };
}

/** Body of `POST /imports`. */
export function importBody(files: readonly PreparedFile[], dryRun: boolean): object {
  return {
    dryRun,
    files: files.map((file) => ({
      ...{ name: file.name, upload: file.upload, sheet: file.sheet },
      ...mappingOf(file),
    })),
  };
}

function withPossibleMatch(file: PreparedFile): PreparedFile {
  const isMapped = file.columns.some(
    ({ target }) => target?.object === file.object && target.field === file.match,
  );
  return isMapped ? file : { ...file, match: "" };
}
