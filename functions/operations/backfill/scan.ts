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
  const { ports, workspace, object, job } = context;
  if (cursor.pass === 2 && cursor.after === null) await settled(context);
  const limit = ports.jobLimits.chunk;
  const page = await ports.backfillStore.page(workspace, object, { after: cursor.after, limit });
  const [{ changed, errors }, probeMs] = await Promise.all([
    scan.chunk(context, page.items),
    timedRead(context),
  ]);
  const seen = cursor.seen + page.items.length;
  const total = Math.max(cursor.total, seen);
  const counts = {
    ...job.counts,
    total,
    records: (job.counts["records"] ?? 0) + page.items.length,
    changed: (job.counts["changed"] ?? 0) + changed,
    errors: (job.counts["errors"] ?? 0) + (cursor.pass === 1 ? errors.length : 0),
  };
  const sums = { ...cursor, seen, total, changed: cursor.changed + changed };
  const step = { counts, done: page.items.length, errors: cursor.pass === 1 ? errors : [] };
  if (page.after !== null) {
    const progress = progressOf(sums);
    const left = 2 * total - seen - (cursor.pass === 1 ? 0 : total);
    return {
      ...step,
      progress,
      left: Math.max(0, left),
      cursor: { ...sums, after: page.after, probeMs },
      end: null,
    };
  }
  const isLast = cursor.pass >= 2 && (sums.changed === 0 || cursor.pass >= MOST_PASSES);
  if (!isLast) {
    const next = { ...sums, pass: cursor.pass + 1, after: null, seen: 0, changed: 0, probeMs };
    return { ...step, progress: 0.5, left: total, cursor: next, end: null };
  }
  const end = (await scan.finish?.(context, errorsOf(counts, errors))) ?? "done";
  return { ...step, progress: 1, left: 0, cursor: null, end };
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
