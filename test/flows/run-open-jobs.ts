import type { EventEnvelope } from "#engine";
import { composeJobs } from "#functions/compose/jobs.ts";
import { runJob } from "#functions/operations/jobs/run-job.ts";

/** Delivers every job that waits, and those they start, until none is left. */
export async function runOpenJobs(workspace = "acme"): Promise<void> {
  const ports = composeJobs();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const jobs = await ports.jobStore.list(workspace, 200);
    const open = jobs.filter((one) => one.state === "queued" || one.state === "running").reverse();
    if (open.length === 0) return;
    for (const { id, kind, ticket = 1 } of open) {
      const event = { workspace, subject: { object: "job", id }, data: { kind, ticket } };
      await runJob(ports, event as unknown as EventEnvelope);
    }
  }
  throw new Error("there are jobs that do not end");
}

const MOST_ROUNDS = 20;
