import type { WorkspaceModel } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { Job, JobStore } from "../../ports/job-store.ts";
import type { MetadataStore } from "../../ports/metadata-store.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import type { ModelSource } from "./load-model.ts";

export interface BuildIndexPorts {
  readonly clock: Clock;
  readonly jobStore: JobStore;
  readonly metadataStore: MetadataStore;
  readonly models: ModelSource;
  readonly recordStore: RecordStore;
}

/** Records touched between two saves of the job's progress. */
const CHUNK = 200;
/** Tries to mark the index ready while publishes move the pointer. */
const POINTER_TRIES = 5;

/**
 * Gives every record of an object the keys of a new index, then lets the planner use it. Resumable: progress is saved
 * after each chunk, and a chunk done twice changes nothing. Returns the job as it ended, or null when it is not to be
 * run (finished, or taken over by another delivery).
 */
export async function buildIndex(ports: BuildIndexPorts, workspace: string, job: Job): Promise<Job | null> {
  const { objectId, indexId } = job.input as { readonly objectId: string; readonly indexId: string };
  let current = await advance(ports, workspace, { ...job, state: "running" });
  while (current) {
    ports.models.invalidate(workspace);
    const target = find(await ports.models.current(workspace), objectId, indexId);
    if (!target) return advance(ports, workspace, { ...current, state: "cancelled" });
    const after = (current.cursor?.["after"] as string | undefined) ?? null;
    const step = await ports.recordStore.touch(workspace, { ...target, after, limit: CHUNK });
    const touched = (current.counts["touched"] ?? 0) + step.touched;
    const counted = {
      ...current,
      counts: { touched },
      cursor: step.after === null ? null : { after: step.after },
    };
    if (step.after !== null) {
      current = await advance(ports, workspace, counted);
      continue;
    }
    await markReady(ports, workspace, { objectId, indexId });
    return advance(ports, workspace, { ...counted, state: "done", progress: 1 });
  }
  return null;
}

function find(model: WorkspaceModel | null, objectId: string, indexId: string) {
  const object = model?.objectsById.get(objectId);
  const index = object?.indexes.find((one) => one.id === indexId);
  return object && index ? { object, index } : null;
}

async function advance(ports: BuildIndexPorts, workspace: string, job: Job): Promise<Job | null> {
  const next = { ...job, revision: job.revision + 1, updatedAt: ports.clock.now().toISOString() };
  return (await ports.jobStore.save(workspace, next)) ? next : null;
}

async function markReady(
  ports: BuildIndexPorts,
  workspace: string,
  { objectId, indexId }: { readonly objectId: string; readonly indexId: string },
): Promise<void> {
  for (let tries = 0; tries < POINTER_TRIES; tries += 1) {
    if (await ports.metadataStore.setIndexState(workspace, objectId, indexId, "ready")) {
      ports.models.invalidate(workspace);
      return;
    }
  }
  throw new Error("the metadata pointer kept moving while an index became ready");
}
