import {
  readRow,
  type CellProblem,
  type FieldContext,
  type Problem,
  type ReadRow,
  type RowRecord,
  type WorkspaceModel,
} from "#engine";
import type { BlockOutcome, ImportFile, RowProblem, RowState } from "../../ports/import-store.ts";
import { uniqueFields, uniqueKeyOf } from "./find-record.ts";
import type { ImportWriter, RowOrder, RowOutcome } from "./import-writer.ts";
import type { SheetRow } from "./reading/sheet.ts";
import { faultProblems } from "./row-faults.ts";

/** A block of rows of one file, to be written. */
export interface BlockWork {
  readonly model: WorkspaceModel;
  readonly writer: ImportWriter;
  readonly file: ImportFile;
  readonly rows: readonly SheetRow[];
  /** Rows of the file before the block. */
  readonly rowsBefore: number;
  readonly context: FieldContext;
  readonly wroteBefore: RowOrder["wroteBefore"];
}

/** Rows under way at once. */
const LANES = 16;
const letters: Readonly<Record<RowState, string>> = { created: "c", updated: "u", skipped: "s", failed: "f" };

/**
 * Writes the rows of a block, several at once; rows that may be about the same record as one before them, or refer to
 * one, come after those and in their order.
 */
export async function importBlock(work: BlockWork): Promise<BlockOutcome> {
  const rows = work.rows.map((row, at) => readOne(work, row, at));
  const done: RowResult[] = [];
  const later = dependentRows(work, rows);
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < rows.length; at = next++) {
      const row = rows[at];
      if (row && !later.has(at)) done[at] = await importRow(work, row);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  for (const at of later) {
    const row = rows[at];
    if (row) done[at] = await importRow(work, row);
  }
  return {
    states: done.map((one) => letters[one.state]).join(""),
    problems: done.flatMap((one) => one.problems),
  };
}

interface Row {
  readonly read: ReadRow;
  readonly cells: Readonly<Record<string, string>>;
  readonly faults: readonly CellProblem[];
  /** From 1, without the heading. */
  readonly number: number;
  /** In the file. */
  readonly line: number;
}

interface RowResult {
  readonly state: RowState;
  readonly problems: readonly RowProblem[];
}

function readOne({ model, file, context, rowsBefore }: BlockWork, row: SheetRow, at: number): Row {
  const cells = Object.create(null) as Record<string, string>;
  file.sheet.headings.forEach((heading, column) => {
    cells[heading] = row.cells[column] ?? "";
  });
  const read = readRow(model, file, { cells, context });
  return {
    read,
    cells,
    faults: faultProblems(row.faults, file.sheet.headings),
    number: rowsBefore + at + 1,
    line: row.number,
  };
}

/** Places of rows that must wait for others of the block. */
function dependentRows({ model, file }: BlockWork, rows: readonly Row[]): ReadonlySet<number> {
  const seen = new Set<string>();
  const later = new Set<number>();
  for (const [at, { read }] of rows.entries()) {
    const keys = read.records.flatMap((record) => keysOf(model, record));
    const refersHere = read.records.some((one) => one.links.some(({ target }) => target === file.object));
    if (refersHere || keys.some((key) => seen.has(key))) later.add(at);
    for (const key of keys) seen.add(key);
  }
  return later;
}

function keysOf(model: WorkspaceModel, record: RowRecord): readonly string[] {
  const object = model.objects.get(record.object);
  if (!object) return [];
  const unique = uniqueFields(object).flatMap(({ apiName }) => {
    const value = record.values[apiName];
    const key = value === undefined || value === null ? null : uniqueKeyOf(object, apiName, value);
    return key ? [JSON.stringify(key)] : [];
  });
  return record.id === null ? unique : [`${record.object}/${record.id}`, ...unique];
}

async function importRow(work: BlockWork, row: Row): Promise<RowResult> {
  const { file, writer } = work;
  const problems: RowProblem[] = [];
  const report = (found: readonly CellProblem[], fatal: boolean) => {
    for (const one of found) problems.push({ ...one, row: row.number, line: row.line, fatal });
  };
  report(row.faults, false);
  report(row.read.problems, false);
  let main: RowOutcome | null = null;
  for (const record of row.read.records) {
    const outcome: RowOutcome = await writer.write(record, {
      key: `${file.name}:${row.number}:${record.object}`,
      parent: main?.record ?? null,
      rules: file,
      wroteBefore: work.wroteBefore,
    });
    report(outcome.cellProblems, false);
    report(
      outcome.problems.map((one) => columnProblem(work, { row, record, problem: one })),
      outcome.state === "failed",
    );
    main ??= outcome;
    if (main.record === null) break;
  }
  return { state: main?.state ?? "failed", problems };
}

/** A refused field is shown at the column it came from. */
function columnProblem(
  { file }: BlockWork,
  given: { readonly row: Row; readonly record: RowRecord; readonly problem: Problem },
): CellProblem {
  const { row, record, problem } = given;
  const field = problem.pointer.replace(/^\/values\//, "").split("/")[0];
  const mapping = file.mapping.find((one) => one.object === record.object && one.field === field);
  const column = mapping?.column ?? "";
  return {
    column,
    value: (row.cells[column] ?? "").slice(0, 80),
    code: problem.code,
    message: problem.message,
  };
}
