import { attachmentHeader, failure, success, type Problem, type Result } from "#engine";
import type { FileCatalog, FileEntry } from "../../ports/file-catalog.ts";
import type { FileStore } from "../../ports/file-store.ts";
import type { Job, JobStore } from "../../ports/job-store.ts";
import type { Caller } from "../access/caller.ts";
import { notFound } from "../records/problems.ts";
import { exportFileId } from "./export-job.ts";

export interface ReadExportPorts {
  readonly jobStore: JobStore;
  readonly fileCatalog: FileCatalog;
  readonly fileStore: FileStore;
}

/** An export as its starter sees it. */
export interface ExportState {
  readonly id: string;
  readonly state: Job["state"];
  readonly progress: number;
  readonly counts: Job["counts"];
  readonly errors: Job["errors"];
  readonly createdAt: string;
  /** Null while it is being written, and when it is kept no longer. */
  readonly file: { readonly name: string; readonly size: number; readonly keptUntil: string | null } | null;
}

/** Somebody else's is not found. */
export async function readExport(
  ports: ReadExportPorts,
  caller: Caller,
  id: string,
): Promise<Result<ExportState>> {
  const job = await ownExport(ports, caller, id);
  if (!job) return failure(notFound);
  const { state, progress, counts, errors, createdAt } = job;
  const entry = await entryOf(ports, caller, job);
  const file = entry ? { name: entry.name, size: entry.size, keptUntil: entry.due } : null;
  return success({ id, state, progress, counts, errors, createdAt, file });
}

/** An address that downloads the file for a few minutes, for the person who asked for the export only. */
export async function exportLink(
  ports: ReadExportPorts,
  caller: Caller,
  id: string,
): Promise<Result<{ readonly name: string; readonly url: string; readonly expiresAt: string }>> {
  const job = await ownExport(ports, caller, id);
  if (!job) return failure(notFound);
  const entry = await entryOf(ports, caller, job);
  if (!entry) return failure(job.state === "done" ? keptNoLonger : notReady);
  const { key, name, type } = entry;
  const address = await ports.fileStore.downloadAddress(key, { disposition: attachmentHeader(name), type });
  return success({ name, ...address });
}

async function ownExport({ jobStore }: ReadExportPorts, caller: Caller, id: string): Promise<Job | null> {
  const job = await jobStore.get(caller.workspace, id);
  return job?.kind === "export" && job.createdBy === caller.user.id ? job : null;
}

async function entryOf(
  { fileCatalog }: ReadExportPorts,
  caller: Caller,
  job: Job,
): Promise<FileEntry | null> {
  const file = exportFileId(job);
  return file === null ? null : fileCatalog.get(caller.workspace, file);
}

const keptNoLonger: Problem = {
  kind: "gone",
  code: "kept_no_longer",
  pointer: "",
  message: {
    "zh-CN": "导出的文件只保留 7 天，已被删除。",
    en: "The file of an export is kept for seven days; this one is gone.",
  },
};

const notReady: Problem = {
  kind: "conflict",
  code: "not_ready",
  pointer: "",
  message: { "zh-CN": "文件还没有准备好。", en: "The file is not ready yet." },
};
