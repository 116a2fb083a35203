import {
  readRow,
  type CellProblem,
  type FieldContext,
  type Problem,
  type RowRecord,
  type WorkspaceModel,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { ImportFile, ImportFileResult, ImportStore, RowProblem } from "../../ports/import-store.ts";
import type { Job, JobStore } from "../../ports/job-store.ts";
import type { ImportWriter, RowOutcome } from "./import-writer.ts";
import { importOrder } from "./import-order.ts";
import { parseSheet } from "./parse-sheet.ts";

export interface RunImportPorts {
  readonly clock: Clock;
  readonly importStore: ImportStore;
  readonly jobStore: JobStore;
}

/** Most problems kept per file; the counts go on. */
const MAX_PROBLEMS = 1_000;
/** Rows between two saves of progress. */
const PROGRESS_EVERY = 100;

/**
 * Runs an import from its first row. A row done by an earlier, interrupted delivery is recognised by its natural key or
 * its record id and changes nothing, so the counts of a repeated run are those of one run.
 */
export async function runImport(
  ports: RunImportPorts,
  run: {
    readonly workspace: string;
    readonly job: Job;
    readonly model: WorkspaceModel;
    readonly writer: ImportWriter;
  },
): Promise<Job | null> {
  const files = importOrder(run.model, await ports.importStore.files(run.workspace, run.job.id));
  const sheets = files.map((file) => ({ file, sheet: parseSheet(file.text) }));
  const total = sheets.reduce((sum, { sheet }) => sum + (sheet.ok ? sheet.value.rows.length : 0), 0);
  let job = await save(ports, run.workspace, {
    ...run.job,
    state: "running",
    counts: { rows: total, done: 0 },
  });
  const results: ImportFileResult[] = [];
  let done = 0;
  for (const { file, sheet } of sheets) {
    const tally = newTally(file, sheet.ok ? sheet.value.rows.length : 0);
    for (const [at, cells] of (sheet.ok ? sheet.value.rows : []).entries()) {
      if (!job) return null;
      await importRow(run, tally, {
        file,
        cells,
        number: at + 1,
        context: contextOf(run.model, ports.clock),
      });
      done += 1;
      if (done % PROGRESS_EVERY === 0) job = await save(ports, run.workspace, progressed(job, done, total));
    }
    results.push(tally.result());
  }
  if (!job) return null;
  await ports.importStore.saveResults(run.workspace, job.id, results);
  return save(ports, run.workspace, { ...progressed(job, done, total), state: "done", progress: 1 });
}

function progressed(job: Job, done: number, total: number): Job {
  return { ...job, progress: total === 0 ? 1 : done / total, counts: { rows: total, done } };
}

async function save(ports: RunImportPorts, workspace: string, job: Job): Promise<Job | null> {
  const next = { ...job, revision: job.revision + 1, updatedAt: ports.clock.now().toISOString() };
  return (await ports.jobStore.save(workspace, next)) ? next : null;
}

function contextOf(model: WorkspaceModel, clock: Clock): FieldContext {
  const { timeZone, locale } = model.workspace;
  return { timeZone, locale, now: clock.now().toISOString() };
}

interface Row {
  readonly file: ImportFile;
  readonly cells: Readonly<Record<string, string>>;
  /** From 1, without the heading. */
  readonly number: number;
  readonly context: FieldContext;
}

async function importRow(
  run: { readonly model: WorkspaceModel; readonly writer: ImportWriter },
  tally: Tally,
  row: Row,
): Promise<void> {
  const { records, problems } = readRow(run.model, row.file, row);
  tally.report(row.number, problems, false);
  let parent: RowOutcome | null = null;
  for (const [at, record] of records.entries()) {
    const key = `${row.file.name}:${row.number}:${record.object}`;
    const outcome: RowOutcome = await run.writer.write(record, { key, parent: parent?.record ?? null });
    tally.report(row.number, outcome.cellProblems, false);
    tally.report(
      row.number,
      outcome.problems.map((one) => columnProblem(row, record, one)),
      true,
    );
    if (at > 0) continue;
    parent = outcome;
    tally.count(outcome.state);
    if (outcome.state === "failed") return;
  }
}

/** A refused field is shown at the column it came from. */
function columnProblem(row: Row, record: RowRecord, problem: Problem): CellProblem {
  const field = problem.pointer.replace(/^\/values\//, "").split("/")[0];
  const mapping = row.file.mapping.find((one) => one.object === record.object && one.field === field);
  const column = mapping?.column ?? "";
  return {
    column,
    value: (row.cells[column] ?? "").slice(0, 80),
    code: problem.code,
    message: problem.message,
  };
}

interface Tally {
  report(row: number, problems: readonly CellProblem[], fatal: boolean): void;
  count(state: RowOutcome["state"]): void;
  result(): ImportFileResult;
}

function newTally(file: ImportFile, rows: number): Tally {
  const counts = { created: 0, updated: 0, skipped: 0, failed: 0 };
  const problems: RowProblem[] = [];
  return {
    report(row, found, fatal) {
      for (const one of found) if (problems.length < MAX_PROBLEMS) problems.push({ ...one, row, fatal });
    },
    count(state) {
      counts[state] += 1;
    },
    result: () => ({ name: file.name, object: file.object, rows, ...counts, problems }),
  };
}
