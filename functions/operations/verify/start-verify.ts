import type { Clock } from "../../ports/clock.ts";
import type { Ids } from "../../ports/ids.ts";
import type { Job, JobStore } from "../../ports/job-store.ts";

/** Queues a check of the whole workspace; what it finds is the job's list of errors. */
export async function startVerify(
  ports: { readonly clock: Clock; readonly ids: Ids; readonly jobStore: JobStore },
  request: { readonly workspace: string; readonly userId: string; readonly repair: boolean },
): Promise<Job> {
  const at = ports.clock.now().toISOString();
  const job: Job = {
    id: ports.ids.ulid(),
    kind: "verify",
    state: "queued",
    progress: 0,
    counts: {},
    errors: [],
    input: { repair: request.repair },
    cursor: null,
    createdAt: at,
    createdBy: request.userId,
    updatedAt: at,
    revision: 1,
  };
  await ports.jobStore.create(request.workspace, job);
  return job;
}
