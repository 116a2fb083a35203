import type { ObjectModel, WorkspaceModel } from "#engine";
import type { RecordState } from "../../ports/backfill-store.ts";
import type { Job, KeyedJobError } from "../../ports/job-store.ts";
import type { JobKind, JobPorts, JobStep } from "../jobs/job-kind.ts";

/** What a scan works with; read anew for every piece, so that a later publish is noticed. */
export interface ScanContext {
  readonly ports: JobPorts;
  readonly workspace: string;
  readonly job: Job;
  readonly model: WorkspaceModel;
  readonly object: ObjectModel;
}

export interface ChunkOutcome {
  /** Things that were not as they should be, and are now. */
  readonly changed: number;
  readonly errors: readonly KeyedJobError[];
}

/** A job that goes through all records of an object. */
export interface Scan {
  /** Whether there is still something to do it for; false ends the job as cancelled. Default: always. */
  isWanted?(context: ScanContext): boolean;
  /** Brings records to what they should be; done again it changes nothing. */
  chunk(context: ScanContext, items: readonly RecordState[]): Promise<ChunkOutcome>;
  /** After the last pass; `failed` when what was to be is not. Default: done. */
  finish?(context: ScanContext, errors: number): Promise<"done" | "failed">;
}

/** A pass that changes nothing ends the scan, and so does this one. */
const MOST_PASSES = 4;

interface Cursor {
  readonly pass: number;
  readonly after: string | null;
  /** Records of this pass. */
  readonly seen: number;
  /** Changes of this pass. */
  readonly changed: number;
  readonly total: number;
}

/**
 * Everybody writes by the new metadata first (the publish), then all records are gone through in passes until one finds
 * nothing to change. The second pass begins only when nobody can write by the metadata before any more, so it finds
 * what such a late writer left.
 */
export function scanKind(scan: Scan): JobKind {
  return {
    async step(ports, workspace, job) {
      ports.models.invalidate(workspace);
      const model = await ports.models.current(workspace);
      const object = model?.objectsById.get(String(job.input["objectId"]));
      if (!model || !object || !(await isOwnBuild(ports, workspace, job))) return ended(job, "cancelled");
      const context = { ports, workspace, job, model, object };
      if (scan.isWanted && !scan.isWanted(context)) return ended(job, "cancelled");
      const cursor = (job.cursor as Cursor | null) ?? (await firstCursor(context));
      return nextPiece(scan, context, cursor);
    },
  };
}

async function firstCursor({ ports, workspace, object }: ScanContext): Promise<Cursor> {
  const total = await ports.backfillStore.count(workspace, object);
  return { pass: 1, after: null, seen: 0, changed: 0, total };
}

/** A build belongs to the job that the last publish started for it. */
async function isOwnBuild(ports: JobPorts, workspace: string, job: Job): Promise<boolean> {
  const build = job.input["build"];
  if (typeof build !== "string") return true;
  const pointer = await ports.metadataStore.pointer(workspace);
  return pointer?.builds?.[build]?.job === job.id;
}

async function nextPiece(scan: Scan, context: ScanContext, cursor: Cursor): Promise<JobStep> {
  const { ports, workspace, object } = context;
  if (cursor.pass === 2 && cursor.after === null) await settled(context);
  const limit = ports.jobLimits.chunk;
  const page = await ports.backfillStore.page(workspace, object, { after: cursor.after, limit });
  const [outcome, probeMs] = await Promise.all([scan.chunk(context, page.items), timedRead(context)]);
  const seen = cursor.seen + page.items.length;
  const total = Math.max(cursor.total, seen);
  const piece = { records: page.items.length, total, outcome, isFirstPass: cursor.pass === 1 };
  const counts = countsWith(context.job.counts, piece);
  const errors = piece.isFirstPass ? outcome.errors : [];
  const step = { counts, done: page.items.length, errors };
  const sums = { ...cursor, seen, total, changed: cursor.changed + outcome.changed };
  if (page.after !== null) {
    const left = Math.max(0, 2 * total - seen - (piece.isFirstPass ? 0 : total));
    const next = { ...sums, after: page.after, probeMs };
    return { ...step, progress: progressOf(sums), left, cursor: next, end: null };
  }
  if (!isLastPass(sums)) {
    const next = { ...sums, pass: cursor.pass + 1, after: null, seen: 0, changed: 0, probeMs };
    return { ...step, progress: 0.5, left: total, cursor: next, end: null };
  }
  const end = (await scan.finish?.(context, errorsOf(counts, outcome.errors))) ?? "done";
  return { ...step, progress: 1, left: 0, cursor: null, end };
}

interface Piece {
  readonly records: number;
  readonly total: number;
  readonly outcome: ChunkOutcome;
  readonly isFirstPass: boolean;
}

function countsWith(before: Job["counts"], { records, total, outcome, isFirstPass }: Piece): Job["counts"] {
  const sum = (name: string, more: number): number => (before[name] ?? 0) + more;
  return {
    ...before,
    total,
    records: sum("records", records),
    changed: sum("changed", outcome.changed),
    errors: sum("errors", isFirstPass ? outcome.errors.length : 0),
  };
}

function isLastPass({ pass, changed }: Cursor): boolean {
  return pass >= 2 && (changed === 0 || pass >= MOST_PASSES);
}

function errorsOf(counts: Job["counts"], last: readonly KeyedJobError[]): number {
  return Math.max(counts["errors"] ?? 0, last.length);
}

/** Two passes are the rule. */
function progressOf({ pass, seen, total }: Cursor): number {
  const part = total === 0 ? 1 : seen / total;
  return Math.min(0.99, (Math.min(pass, 2) - 1 + part) / 2);
}

/** Until nobody can hold the metadata before the publish any more. */
async function settled({ ports, job }: ScanContext): Promise<void> {
  const until = Date.parse(job.createdAt) + ports.jobLimits.settleMs;
  const left = until - ports.clock.now().getTime();
  if (left > 0) await ports.pace.pause(Math.min(left, ports.jobLimits.settleMs));
}

/** How long a small read takes while the records are worked on; milliseconds. */
async function timedRead({ ports, workspace }: ScanContext): Promise<number> {
  const from = ports.pace.now();
  await ports.metadataStore.pointer(workspace);
  return ports.pace.now() - from;
}

export function ended(job: Job, end: "done" | "failed" | "cancelled"): JobStep {
  const { counts, progress } = job;
  return { cursor: null, counts, progress, done: 0, left: null, errors: [], end };
}
