import { failure, success, type Filter, type ObjectModel, type Result } from "#engine";
import type { Job, JobStore } from "../../ports/job-store.ts";
import type { Caller } from "../access/caller.ts";
import { notFound } from "../records/problems.ts";
import { undoable } from "../undo/start-undo.ts";
import { actionProblems, type BulkAction } from "./bulk-action.ts";
import type { CarryPorts } from "./carry-out.ts";
import { meantRecords } from "./meant-records.ts";

/** What is to be done to which records of an object. */
export interface BulkRequest {
  /** API name. */
  readonly object: string;
  /** Null: all that the caller sees. */
  readonly filter: Filter | null;
  readonly action: BulkAction;
}

/** Starts a bulk job; what can be seen to be wrong is refused at once. */
export async function startBulk(
  ports: CarryPorts & { readonly jobStore: JobStore },
  caller: Caller,
  request: BulkRequest,
): Promise<Result<Job>> {
  const object = await checkBulk(ports, caller, request);
  if (!object.ok) return object;
  const { filter, action } = request;
  const at = ports.clock.now().toISOString();
  const id = ports.ids.ulid();
  const job: Job = {
    id,
    kind: bulkJobKind(action),
    state: "queued",
    progress: 0,
    counts: { matched: 0, records: 0, changed: 0, unchanged: 0, failed: 0 },
    errors: [],
    input: { objectId: object.value.id, filter, action },
    cursor: null,
    createdAt: at,
    createdBy: caller.user.id,
    updatedAt: at,
    revision: 1,
    ...(leavesTraces[action.kind] ? { undo: undoable(ports.clock, id) } : {}),
  };
  await ports.jobStore.create(caller.workspace, job);
  return success(job);
}

/** The object, when the caller may do this to its records and the filter can be answered. */
export async function checkBulk(
  ports: CarryPorts,
  caller: Caller,
  { object: name, filter, action }: BulkRequest,
): Promise<Result<ObjectModel>> {
  const object = caller.model.objects.get(name);
  if (!object) return failure(notFound);
  const problems = actionProblems(caller, object, action);
  if (problems.length > 0) return failure(...problems);
  const first = await meantRecords(ports, caller, { object, filter, position: null, limit: 1 });
  return first.ok ? success(object) : first;
}

/** Name of the kind of job that does an action. */
function bulkJobKind({ kind }: BulkAction): string {
  return `bulk-${kind}`;
}

/** Whether what the action did can be taken back; runs of workflows go their own way. */
const leavesTraces: Readonly<Record<BulkAction["kind"], boolean>> = {
  edit: true,
  delete: true,
  owner: true,
  replace: true,
  workflow: false,
};
