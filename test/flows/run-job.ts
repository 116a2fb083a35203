import { composeJobs } from "#functions/compose/jobs.ts";
import { runJob } from "#functions/operations/jobs/run-job.ts";

/** Delivers the request for a job as the queue does; resolves when the delivery is over. */
export async function deliverJob(workspace: string, id: string): Promise<void> {
  await runJob(composeJobs(), {
    ...{ id, workspace, type: "crm.job.requested" as const, typeVersion: 1 as const },
    subject: { object: "job", id },
    recordVersion: 0,
    occurredAt: new Date(0).toISOString(),
    actor: { kind: "user" as const, id: "admin" },
    ...{ correlation: id, causation: id, depth: 0, path: [], data: {} },
  });
}
