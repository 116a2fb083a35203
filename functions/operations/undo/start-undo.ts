import { failure, RETENTION_DAYS, success, type Problem, type Result } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { Ids } from "../../ports/ids.ts";
import type { Job, JobStore } from "../../ports/job-store.ts";
import type { UndoLog } from "../../ports/undo-log.ts";
import type { Caller } from "../access/caller.ts";
import { notFound } from "../records/problems.ts";
import { nothingToUndo, stillRunning, undoneAlready } from "./undo-problems.ts";

export interface StartUndoPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly jobStore: JobStore;
  readonly undoLog: UndoLog;
}

const DAY_MS = 86_400_000;

/** What a job that records its writes says of being undone; `operation` is where the log has them. */
export function undoable(clock: Clock, operation: string): NonNullable<Job["undo"]> {
  const until = new Date(clock.now().getTime() + RETENTION_DAYS * DAY_MS).toISOString();
  return { operation, until, job: null };
}

/** Starts the job that undoes another, for the person who started that one or an admin. The undo can be undone too. */
export async function startUndo(ports: StartUndoPorts, caller: Caller, jobId: string): Promise<Result<Job>> {
  const { workspace, user, access } = caller;
  const job = await ports.jobStore.get(workspace, jobId);
  const isOwn = job?.createdBy === user.id || access.capabilities.has("metadata.manage");
  if (!job || !isOwn) return failure(notFound);
  const { undo } = job;
  if (!undo) return failure(nothingToUndo);
  const problem = await inTheWay(ports, workspace, { job, undo });
  if (problem) return failure(problem);
  const started = undoJob(ports, { operation: undo.operation, of: job, userId: user.id });
  const updatedAt = started.createdAt;
  const marked = { ...job, undo: { ...undo, job: started.id }, revision: job.revision + 1, updatedAt };
  if (!(await ports.jobStore.save(workspace, marked))) return failure(undoneAlready(started.id));
  await ports.jobStore.create(workspace, started);
  return success(started);
}

/** Why it cannot be undone now; null: it can. */
async function inTheWay(
  ports: StartUndoPorts,
  workspace: string,
  { job, undo }: { readonly job: Job; readonly undo: NonNullable<Job["undo"]> },
): Promise<Problem | null> {
  if (isOpen(job)) return stillRunning;
  if (Date.parse(undo.until) < ports.clock.now().getTime()) return nothingToUndo;
  const before = undo.job === null ? null : await ports.jobStore.get(workspace, undo.job);
  if (before && (isOpen(before) || before.state === "done")) return undoneAlready(before.id);
  const { entries } = await ports.undoLog.page(workspace, undo.operation, null, 1);
  return entries.length === 0 ? nothingToUndo : null;
}

function isOpen({ state }: Job): boolean {
  return state === "queued" || state === "running" || state === "paused";
}

/** A job that undoes an operation; `of` is the job that did it, when one did. */
export function undoJob(
  { clock, ids }: Pick<StartUndoPorts, "clock" | "ids">,
  given: {
    readonly operation: string;
    readonly of: Job | null;
    readonly userId: string;
    readonly objectId?: string;
    /** Also where a record changed since: fields that are empty now get back what they had. Default no. */
    readonly fillsGaps?: boolean;
  },
): Job {
  const { operation, of, userId, fillsGaps = false } = given;
  const at = clock.now().toISOString();
  const id = ids.ulid();
  const objectId = given.objectId ?? of?.input["objectId"];
  return {
    id,
    kind: "undo",
    state: "queued",
    progress: 0,
    counts: {},
    errors: [],
    input: {
      operation,
      fillsGaps,
      ...(of ? { of: of.id, ofKind: of.kind } : {}),
      ...(typeof objectId === "string" ? { objectId } : {}),
    },
    cursor: null,
    createdAt: at,
    createdBy: userId,
    updatedAt: at,
    revision: 1,
    undo: undoable(clock, id),
  };
}
