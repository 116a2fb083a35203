import type { EventEnvelope } from "#engine";
import type { Job } from "../../ports/job-store.ts";
import type { Logger } from "../../ports/logger.ts";
import { runImportJob, type ImportJobPorts } from "../imports/run-import-job.ts";
import { buildIndex, type BuildIndexPorts } from "../metadata/build-index.ts";

export type JobPorts = BuildIndexPorts & ImportJobPorts & { readonly logger: Logger };

/** What each kind of job does. */
const kinds: Readonly<Record<string, (ports: JobPorts, workspace: string, job: Job) => Promise<unknown>>> = {
  "index-build": buildIndex,
  import: runImportJob,
};

/** Runs a job that was asked for; one that has ended is left alone. */
export async function runJob(ports: JobPorts, event: EventEnvelope): Promise<void> {
  const job = await ports.jobStore.get(event.workspace, event.subject.id);
  if (!job || (job.state !== "queued" && job.state !== "running")) return;
  const run = Object.hasOwn(kinds, job.kind) ? kinds[job.kind] : undefined;
  if (!run)
    return ports.logger.warn("a job of an unknown kind", { workspace: event.workspace, kind: job.kind });
  await run(ports, event.workspace, job);
}
