import type { EventEnvelope } from "#engine";
import type { Job } from "../../ports/job-store.ts";
import type { JobKind, JobPorts } from "./job-kind.ts";
import { kinds } from "./kinds.ts";
import { runSteps } from "./run-steps.ts";

export type { JobPorts } from "./job-kind.ts";

/**
 * Runs a job that was asked for. Of several deliveries the newest works: it writes its own name into the job, and from
 * then on the one before can save nothing and stops at its next piece. A job that has ended, waits for a person, or has
 * asked for a later delivery is left alone.
 */
export async function runJob(ports: JobPorts, event: EventEnvelope): Promise<void> {
  const { workspace, subject, data } = event;
  const job = await ports.jobStore.get(workspace, subject.id);
  if (!job || (job.state !== "queued" && job.state !== "running") || isEarlier(data["ticket"], job)) return;
  const kind: JobKind | undefined = Object.hasOwn(kinds, job.kind) ? kinds[job.kind] : undefined;
  if (!kind) return ports.logger.warn("a job of an unknown kind", { workspace, kind: job.kind });
  // A job obeys what was published before it was asked for, also where the model in memory is a second old.
  ports.models.invalidate(workspace);
  if ("run" in kind) await kind.run(ports, workspace, job);
  else await runSteps(ports, { workspace, job, kind });
}

function isEarlier(ticket: unknown, job: Job): boolean {
  return typeof ticket === "number" && ticket < (job.ticket ?? 1);
}
