import { failure, invalid, objectAccess, success, type Locale, type Result } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { Ids } from "../../ports/ids.ts";
import type { Job, JobStore } from "../../ports/job-store.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Signer } from "../../ports/signer.ts";
import type { Caller } from "../access/caller.ts";
import { notFound } from "../records/problems.ts";
import { queryRecords } from "../records/query-records.ts";
import type { QueryRequest } from "../records/query-request.ts";
import type { ExportStyle } from "./export-columns.ts";

export interface StartExport {
  readonly object: string;
  /** Filter, sort and columns as in a query. */
  readonly query: QueryRequest;
  readonly format: "csv" | "xlsx";
  readonly style: ExportStyle;
  readonly locale: Locale;
}

export interface StartExportPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly signer: Signer;
  readonly jobStore: JobStore;
  readonly recordStore: RecordStore;
}

/** Asks the first row as the export will, so that what is hidden or cannot be answered is refused now; then queues the job. */
export async function startExport(
  ports: StartExportPorts,
  caller: Caller,
  request: StartExport,
): Promise<Result<Job>> {
  const object = caller.model.objects.get(request.object);
  if (!object || !objectAccess(caller.access, request.object).read) return failure(notFound);
  const tried = await queryRecords(ports, caller, { ...request.query, object: request.object, limit: 1 });
  if (!tried.ok) return tried;
  const { filter, sort, fields } = request.query;
  if (fields?.length === 0) return failure(noColumns);
  const at = ports.clock.now().toISOString();
  const job: Job = {
    id: ports.ids.ulid(),
    kind: "export",
    state: "queued",
    progress: 0,
    counts: {},
    errors: [],
    input: {
      objectId: object.id,
      ...{ filter, sort, fields },
      ...{ format: request.format, style: request.style, locale: request.locale },
    },
    cursor: null,
    createdAt: at,
    createdBy: caller.user.id,
    updatedAt: at,
    revision: 1,
  };
  await ports.jobStore.create(caller.workspace, job);
  return success(job);
}

const noColumns = invalid("/fields", "required", {
  "zh-CN": "请至少选择一列。",
  en: "Choose at least one column.",
});
