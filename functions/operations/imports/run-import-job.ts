import type { Job } from "../../ports/job-store.ts";
import type { CallerSource } from "../access/load-caller.ts";
import { createImportWriter, type ImportWriterPorts } from "./create-import-writer.ts";
import { runImport, type RunImportPorts } from "./run-import.ts";

export type ImportJobPorts = RunImportPorts & ImportWriterPorts & { readonly callers: CallerSource };

/** Runs an import as the person who started it, with what that person may do now; fails when they may no longer act. */
export async function runImportJob(ports: ImportJobPorts, workspace: string, job: Job): Promise<Job | null> {
  const caller = await ports.callers.caller(workspace, job.createdBy);
  if (!caller?.access.capabilities.has("imports.run")) {
    const updatedAt = ports.clock.now().toISOString();
    const failed: Job = {
      ...job,
      state: "failed",
      errors: [notAllowed],
      revision: job.revision + 1,
      updatedAt,
    };
    return (await ports.jobStore.save(workspace, failed)) ? failed : null;
  }
  const writer = createImportWriter(ports, caller, {
    importId: job.id,
    dryRun: job.input["dryRun"] === true,
  });
  return runImport(ports, { workspace, job, model: caller.model, writer });
}

const notAllowed = {
  row: null,
  code: "forbidden",
  message: {
    "zh-CN": "发起人的账号已停用，或不再允许导入。",
    en: "The person who started the import is no longer active or may no longer import.",
  },
};
