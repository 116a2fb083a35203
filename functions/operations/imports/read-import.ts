import type { ImportFileResult, ImportStore } from "../../ports/import-store.ts";
import type { Job, JobStore } from "../../ports/job-store.ts";

/** An import as its starter sees it. */
export interface ImportState {
  readonly id: string;
  readonly state: Job["state"];
  readonly progress: number;
  readonly dryRun: boolean;
  readonly counts: Job["counts"];
  readonly files: readonly ImportFileResult[];
  readonly errors: Job["errors"];
}

/** Null when there is none, or somebody else's. */
export async function readImport(
  ports: { readonly jobStore: JobStore; readonly importStore: ImportStore },
  request: { readonly workspace: string; readonly userId: string; readonly id: string },
): Promise<ImportState | null> {
  const job = await ports.jobStore.get(request.workspace, request.id);
  if (job?.kind !== "import" || job.createdBy !== request.userId) return null;
  const files = job.state === "done" ? await ports.importStore.results(request.workspace, job.id) : [];
  const { id, state, progress, counts, errors } = job;
  return { id, state, progress, dryRun: job.input["dryRun"] === true, counts, files, errors };
}
