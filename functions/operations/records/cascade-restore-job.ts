import {
  decideRestore,
  type Causation,
  type ObjectModel,
  type StoredRecord,
  type WorkspaceModel,
} from "#engine";
import type { Job } from "../../ports/job-store.ts";
import type { JobKind, JobPorts, JobStep } from "../jobs/job-kind.ts";
import { relationsTo } from "./referrers.ts";
import { refsOf } from "./reference-names.ts";

/** Deleted records looked at in one piece of work. */
const PAGE = 100;

interface Cursor {
  readonly at: number;
  readonly after: string | null;
}

/** Brings back everything that one deletion took with it: objects in the order in which records belong to each other. */
export const cascadeRestoreKind: JobKind = {
  async step(ports, workspace, job) {
    const model = await ports.models.current(workspace);
    const cursor = (job.cursor as Cursor | null) ?? { at: 0, after: null };
    const object = model ? restoredObjects(model, job)[cursor.at] : undefined;
    if (!model || !object) return stepOf(job, { cursor: null, done: 0, end: "done" });
    const page = await ports.recordStore.bin(workspace, object, { after: cursor.after, limit: PAGE });
    let done = 0;
    for (const { record, correlation } of page.items) {
      if (correlation !== job.input["deletion"]) continue;
      if (await restore(ports, model, { object, record, job })) done += 1;
    }
    const next =
      page.after === null ? { at: cursor.at + 1, after: null } : { at: cursor.at, after: page.after };
    return stepOf(job, { cursor: next, done, end: null });
  },
};

function restoredObjects(model: WorkspaceModel, job: Job): readonly ObjectModel[] {
  const root = model.objectsById.get(String(job.input["objectId"]));
  return root ? detailsOf(model, root) : [];
}

/** Objects whose records go with one of the root's, masters before details. */
function detailsOf(model: WorkspaceModel, root: ObjectModel): readonly ObjectModel[] {
  const found = new Set<ObjectModel>();
  const open = [root];
  for (const object of open) {
    for (const { object: detail, field } of relationsTo(model, object.apiName)) {
      if (field.type.onDelete?.(field.settings) !== "cascade" || found.has(detail)) continue;
      found.add(detail);
      open.push(detail);
    }
  }
  return [...found];
}

/** Whether objects have records that are deleted with one of this object. */
export function hasDetails(model: WorkspaceModel, object: ObjectModel): boolean {
  return detailsOf(model, object).length > 0;
}

async function restore(
  ports: JobPorts,
  model: WorkspaceModel,
  { object, record, job }: { readonly object: ObjectModel; readonly record: StoredRecord; readonly job: Job },
): Promise<boolean> {
  const workspace = model.workspace.id;
  const refs = refsOf(
    object.fields.filter((one) => one.type.references),
    record,
  );
  const known = refs.flatMap((ref) => {
    const target = model.objects.get(ref.object);
    return target ? [{ object: target, id: ref.id }] : [];
  });
  const found = new Set(
    (await ports.recordStore.getMany(workspace, known)).map((one) => `${one.object}/${one.id}`),
  );
  const decided = decideRestore({
    model,
    object,
    access: null,
    deleted: record,
    related: refs.map((ref) => ({
      ref,
      visible: !model.objects.has(ref.object) || found.has(`${ref.object}/${ref.id}`),
    })),
    causation: job.input["causation"] as Causation,
    now: ports.clock.now().toISOString(),
  });
  return decided.ok && (await ports.recordStore.commit(workspace, [decided.value])).ok;
}

function stepOf(
  job: Job,
  {
    cursor,
    done,
    end,
  }: { readonly cursor: Cursor | null; readonly done: number; readonly end: JobStep["end"] },
): JobStep {
  const counts = { ...job.counts, records: (job.counts["records"] ?? 0) + done };
  const place = cursor ? { ...cursor } : null;
  return { cursor: place, counts, progress: end ? 1 : 0.5, done, left: null, errors: [], end };
}
