import {
  failure,
  filesOf,
  objectAccess,
  success,
  type ObjectModel,
  type Result,
  type StoredRecord,
} from "#engine";
import type { FileCatalog } from "../../ports/file-catalog.ts";
import type { Job, JobStore } from "../../ports/job-store.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ids } from "../../ports/ids.ts";
import type { Caller } from "../access/caller.ts";
import type { JobKind, JobStep } from "../jobs/job-kind.ts";
import { notFound } from "../records/problems.ts";
import { goneForGood } from "../undo/undo-problems.ts";
import type { BinOutcome } from "./restore-many.ts";

interface PurgePorts {
  readonly recordStore: RecordStore;
  readonly fileCatalog: Pick<FileCatalog, "schedule">;
  readonly clock: Clock;
}

/** Removes deleted records for good; nothing brings them back. */
export async function purgeRecords(
  ports: PurgePorts,
  caller: Caller,
  request: { readonly object: string; readonly ids: readonly string[] },
): Promise<Result<readonly BinOutcome[]>> {
  const object = caller.model.objects.get(request.object);
  if (!object || !objectAccess(caller.access, request.object).read) return failure(notFound);
  const outcomes: BinOutcome[] = [];
  for (const id of request.ids) {
    const record = await ports.recordStore.deleted(caller.workspace, object, id);
    const isDone = record !== null && (await purge(ports, caller.workspace, { object, record }));
    outcomes.push({ id, problems: isDone ? [] : [goneForGood] });
  }
  return success(outcomes);
}

/** Starts emptying the bin of an object. */
export async function startPurge(
  ports: { readonly clock: Clock; readonly ids: Ids; readonly jobStore: JobStore },
  caller: Caller,
  name: string,
): Promise<Result<Job>> {
  const object = caller.model.objects.get(name);
  if (!object) return failure(notFound);
  const at = ports.clock.now().toISOString();
  const job: Job = {
    id: ports.ids.ulid(),
    kind: "bin-purge",
    state: "queued",
    progress: 0,
    counts: { records: 0 },
    errors: [],
    input: { objectId: object.id },
    cursor: null,
    createdAt: at,
    createdBy: caller.user.id,
    updatedAt: at,
    revision: 1,
  };
  await ports.jobStore.create(caller.workspace, job);
  return success(job);
}

/** Records of one piece of work. */
const PAGE = 50;

/** Empties the bin of an object; what is deleted while it is at work stays. */
export const purgeBinKind: JobKind = {
  async step(ports, workspace, job) {
    const model = await ports.models.current(workspace);
    const object = model?.objectsById.get(String(job.input["objectId"]));
    if (!object) return stepOf(job, { after: null, done: 0 });
    const known = job.cursor?.["after"];
    const after = typeof known === "string" ? known : null;
    const page = await ports.recordStore.bin(workspace, object, { after, limit: PAGE });
    const due = page.items.filter(({ record }) => record.updatedAt <= job.createdAt);
    let done = 0;
    for (const { record } of due) if (await purge(ports, workspace, { object, record })) done += 1;
    return stepOf(job, { after: page.after, done });
  },
};

function stepOf(
  job: Job,
  { after, done }: { readonly after: string | null; readonly done: number },
): JobStep {
  const counts = { ...job.counts, records: (job.counts["records"] ?? 0) + done };
  const end = after === null ? ("done" as const) : null;
  return { cursor: { after }, counts, progress: end ? 1 : 0.5, done, left: null, errors: [], end };
}

/** Files go at the next sweep, which finds no record that holds them. */
async function purge(
  ports: Omit<PurgePorts, "fileCatalog"> & { readonly fileCatalog?: Pick<FileCatalog, "schedule"> },
  workspace: string,
  { object, record }: { readonly object: ObjectModel; readonly record: StoredRecord },
): Promise<boolean> {
  const isGone = await ports.recordStore.purge(workspace, object, record.id);
  if (!isGone) return false;
  const due = ports.clock.now().toISOString();
  for (const field of object.fields.filter((one) => one.type.files))
    for (const id of filesOf(field, record.values)) await ports.fileCatalog?.schedule(workspace, id, due);
  return true;
}
