import { failure, success, type Result } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { Ids } from "../../ports/ids.ts";
import type { JobStore } from "../../ports/job-store.ts";
import type { Caller } from "../access/caller.ts";
import { notFound } from "../records/problems.ts";
import { undoable } from "../undo/start-undo.ts";

/** Starts bringing stored values of an object to the form that its fields ask for; a dry run only counts. */
export async function startNormalizing(
  ports: { readonly jobStore: JobStore; readonly ids: Ids; readonly clock: Clock },
  caller: Caller,
  request: { readonly object: string; readonly dryRun: boolean },
): Promise<Result<{ readonly job: string }>> {
  const object = caller.model.objects.get(request.object);
  if (!object) return failure(notFound);
  const at = ports.clock.now().toISOString();
  const job = ports.ids.ulid();
  await ports.jobStore.create(caller.workspace, {
    id: job,
    kind: "normalize",
    state: "queued",
    progress: 0,
    counts: { records: 0, changed: 0 },
    errors: [],
    input: { objectId: object.id, dryRun: request.dryRun },
    cursor: null,
    createdAt: at,
    createdBy: caller.user.id,
    updatedAt: at,
    revision: 1,
    ...(request.dryRun ? {} : { undo: undoable(ports.clock, job) }),
  });
  return success({ job });
}
