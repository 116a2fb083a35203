import type { FieldContext } from "#engine";
import type { BlockPlace, ImportFile } from "../../ports/import-store.ts";
import type { Job } from "../../ports/job-store.ts";
import type { Caller } from "../access/caller.ts";
import type { JobKind, JobStep } from "../jobs/job-kind.ts";
import { recordingStore } from "../undo/recording-store.ts";
import { createImportWriter } from "./create-import-writer.ts";
import { dryRunStores, type DryRunStores } from "./dry-run-store.ts";
import { importBlock } from "./import-block.ts";
import type { ImportJobPorts } from "./import-ports.ts";
import { addTo, emptyTally, readTallies, type Tally } from "./import-tally.ts";
import { unpackBlock } from "./sheet-blocks.ts";

/** Where an import is: the block to be written next, and what became of the rows so far, per file. */
interface Position {
  readonly at: BlockPlace;
  readonly tallies: readonly Tally[];
  /** The delivery that wrote the block before; another one may find its own block half done. */
  readonly worker: string | null;
  /** Times a dry run began again because its memory was lost. */
  readonly restarts: number;
}

interface Work {
  readonly workspace: string;
  readonly job: Job;
  readonly files: readonly ImportFile[];
  readonly position: Position;
}

/** Dry runs remembered by one process. */
const MOST_DRY_RUNS = 4;
const MOST_RESTARTS = 2;
/** What an interrupted block can have told the undo log: every record of its rows, children too. */
const INTERRUPTED_ENTRIES = 2_000;

/**
 * Imports block by block, as the person who started it and with what that person may do now. A row done by an earlier,
 * interrupted delivery is recognised by its record's id, its natural key or the undo log, so nothing is made twice and
 * the counts are those of one run. A dry run keeps what it would have written in memory; where that is lost, it begins
 * again.
 */
export function importKind(): JobKind {
  const dryRuns = new Map<string, DryRunStores>();
  return {
    async step(ports, workspace, job) {
      const caller = await ports.callers.caller(workspace, job.createdBy);
      if (!caller?.access.capabilities.has("imports.run")) return stopped(job, notAllowed);
      const files = await ports.importStore.files(workspace, job.id);
      const work = { workspace, job, files, position: positionOf(job, files) };
      if (job.input["dryRun"] !== true) {
        const recordStore = recordingStore(ports.recordStore, ports.undoLog, job.id);
        return importNext({ ...ports, recordStore }, caller, work);
      }
      return dryStep(ports, caller, { work, dryRuns });
    },
  };
}

async function dryStep(
  ports: ImportJobPorts,
  caller: Caller,
  { work, dryRuns }: { readonly work: Work; readonly dryRuns: Map<string, DryRunStores> },
): Promise<JobStep> {
  const { job, position } = work;
  const isFirst = position.at.file === 0 && position.at.block === 0;
  const known = isFirst ? undefined : dryRuns.get(job.id);
  if (!known && !isFirst) {
    if (position.restarts >= MOST_RESTARTS) return stopped(job, dryRunTooLong);
    const again = { ...startOf(work.files), restarts: position.restarts + 1 };
    return stepTo(work, again, null);
  }
  const stores = known ?? dryRunStores(ports);
  dryRuns.set(job.id, stores);
  const step = await importNext({ ...ports, ...stores }, caller, work);
  const oldest = [...dryRuns.keys()][0];
  if (step.end !== null) dryRuns.delete(job.id);
  else if (dryRuns.size > MOST_DRY_RUNS && oldest !== undefined) dryRuns.delete(oldest);
  return step;
}

/** Writes the next block and says where to go on. */
async function importNext(ports: ImportJobPorts, caller: Caller, work: Work): Promise<JobStep> {
  const { workspace, job, files, position } = work;
  const { at, tallies } = position;
  const file = files[at.file];
  const block = file?.sheet.blocks[at.block];
  if (!file || !block) return stepTo(work, position, "done");
  const outcome = await importBlock({
    ...{ model: caller.model, file },
    writer: createImportWriter(ports, caller, job.id),
    rows: unpackBlock(await readBlock(ports, file, at.block)),
    rowsBefore: file.sheet.blocks.slice(0, at.block).reduce((sum, one) => sum + one.rows, 0),
    context: contextOf(caller, ports),
    wroteBefore: await writesBefore(ports, work),
  });
  await ports.importStore.saveOutcome(workspace, { importId: job.id, ...at }, outcome);
  const next = nextPlace(files, at);
  const counted = tallies.map((one, index) => (index === at.file ? addTo(one, outcome) : one));
  const worker = job.worker ?? null;
  const moved = { ...position, at: next ?? at, tallies: counted, worker };
  return stepTo(work, moved, next === null ? "done" : null);
}

async function readBlock(
  { fileStore }: Pick<ImportJobPorts, "fileStore">,
  { sheet }: ImportFile,
  at: number,
): Promise<Uint8Array> {
  const block = sheet.blocks[at];
  const content = block && (await fileStore.read(sheet.key, block));
  if (!content) throw new Error("the rows of an import are gone");
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What an earlier delivery may have written of this block; nothing to look for while one delivery goes on undisturbed. */
async function writesBefore(
  { undoLog }: Pick<ImportJobPorts, "undoLog">,
  { workspace, job, position }: Work,
): Promise<(record: { readonly id: string; readonly version: number }, command: string) => boolean> {
  const isUndisturbed = position.worker === (job.worker ?? null) && (job.outages ?? 0) === 0;
  if (isUndisturbed || job.input["dryRun"] === true) return () => false;
  const { entries } = await undoLog.page(workspace, job.id, null, INTERRUPTED_ENTRIES);
  const known = new Set(entries.map((one) => `${one.id} ${one.version} ${one.command ?? ""}`));
  return ({ id, version }, command) => known.has(`${id} ${version} ${command}`);
}

function nextPlace(files: readonly ImportFile[], at: BlockPlace): BlockPlace | null {
  const blocks = files[at.file]?.sheet.blocks.length ?? 0;
  if (at.block + 1 < blocks) return { file: at.file, block: at.block + 1 };
  const rest = files.findIndex((one, place) => place > at.file && one.sheet.blocks.length > 0);
  return rest < 0 ? null : { file: rest, block: 0 };
}

function startOf(files: readonly ImportFile[]): Position {
  return { at: { file: 0, block: 0 }, tallies: files.map(() => emptyTally), worker: null, restarts: 0 };
}

function positionOf(job: Job, files: readonly ImportFile[]): Position {
  const tallies = readTallies(job.cursor);
  return tallies.length === files.length ? (job.cursor as unknown as Position) : startOf(files);
}

function stepTo({ files }: Work, position: Position, end: "done" | null): JobStep {
  const total = files.reduce((sum, one) => sum + one.sheet.rows, 0);
  const sum = (pick: (tally: Tally) => number) => position.tallies.reduce((all, one) => all + pick(one), 0);
  const done = sum((one) => one.created + one.updated + one.skipped + one.failed);
  const counts = {
    ...{ rows: total, done, records: done, total },
    created: sum((one) => one.created),
    updated: sum((one) => one.updated),
    skipped: sum((one) => one.skipped),
    failed: sum((one) => one.failed),
  };
  return {
    ...{ cursor: { ...position }, counts, done, end, errors: [] },
    progress: total === 0 ? 1 : done / total,
    left: total - done,
  };
}

function contextOf({ model }: Caller, { clock }: ImportJobPorts): FieldContext {
  const { timeZone, locale } = model.workspace;
  return { timeZone, locale, now: clock.now().toISOString() };
}

function stopped(job: Job, error: Omit<JobStep["errors"][number], "key">): JobStep {
  const { cursor, counts, progress } = job;
  return {
    cursor,
    counts,
    progress,
    done: 0,
    left: 0,
    errors: [{ ...error, key: error.code }],
    end: "failed",
  };
}

const notAllowed = {
  row: null,
  code: "forbidden",
  message: {
    "zh-CN": "发起人的账号已停用，或不再允许导入。",
    en: "The person who started the import is no longer active or may no longer import.",
  },
};

const dryRunTooLong = {
  row: null,
  code: "too_long",
  message: {
    "zh-CN": "试运行时间太长而被中断；请用较少的行试运行，或直接导入（可以撤销）。",
    en: "The dry run took too long and was interrupted; try it with fewer rows, or import and undo if need be.",
  },
};
