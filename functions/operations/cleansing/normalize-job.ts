import { decideWrite, normalizedValues, type ObjectModel, type StoredRecord } from "#engine";
import type { Job, KeyedJobError } from "../../ports/job-store.ts";
import type { Caller } from "../access/caller.ts";
import type { JobKind, JobPorts, JobStep } from "../jobs/job-kind.ts";
import { personalCausation } from "../records/command.ts";
import { loadRelations } from "../records/load-relations.ts";
import { nameOf } from "../records/reference-names.ts";
import { recordingStore } from "../undo/recording-store.ts";

/** Records of one piece of work. */
const PAGE = 100;

/**
 * Brings values that were stored before their field asked for a normal form to it, and tells what could not be; a dry run
 * only counts. For who may manage metadata, so every record counts; can be undone.
 */
export const normalizeKind: JobKind = {
  async step(ports, workspace, job) {
    const caller = await ports.callers.caller(workspace, job.createdBy);
    const object = caller?.model.objectsById.get(String(job.input["objectId"]));
    if (!caller || !object)
      return { ...stepOf(job, { after: null, seen: 0, changed: 0, errors: [] }), end: "failed" };
    const after = (job.cursor?.["after"] as string | undefined) ?? null;
    const page = await ports.backfillStore.page(workspace, object, { after, limit: PAGE });
    const due = page.items.flatMap(({ record }) => {
      const values = normalizedValues(object, record);
      return Object.keys(values).length > 0 ? [{ record, values }] : [];
    });
    const errors: KeyedJobError[] = [];
    if (job.input["dryRun"] !== true) {
      const recorded = { ...ports, recordStore: recordingStore(ports.recordStore, ports.undoLog, job.id) };
      for (const one of due) errors.push(...(await rewrite(recorded, { caller, object, job }, one)));
    }
    const changed = due.length - errors.length;
    return stepOf(job, { after: page.after, seen: page.items.length, changed, errors });
  },
};

interface Around {
  readonly caller: Caller;
  readonly object: ObjectModel;
  readonly job: Job;
}

/** A record that somebody wrote meanwhile is in its normal form by that write. */
async function rewrite(
  ports: JobPorts,
  { caller, object, job }: Around,
  { record, values }: { readonly record: StoredRecord; readonly values: ReturnType<typeof normalizedValues> },
): Promise<readonly KeyedJobError[]> {
  const { model, workspace } = caller;
  const given = { model, object, values, current: record, loaded: [] };
  const decided = decideWrite({
    ...(await loadRelations(ports.recordStore, workspace, given)),
    model,
    object,
    kind: "update",
    access: null,
    current: record,
    expectedVersion: record.version,
    values,
    causation: personalCausation(caller, job.id),
    now: ports.clock.now().toISOString(),
    id: record.id,
    numbers: {},
    related: [],
  });
  const tell = (code: string, message: KeyedJobError["message"]): readonly KeyedJobError[] => [
    {
      key: record.id,
      row: null,
      code,
      message,
      record: { object: object.apiName, id: record.id, name: nameOf(model, object, record) },
    },
  ];
  if (!decided.ok) return decided.problems.slice(0, 1).flatMap((one) => tell(one.code, one.message));
  const outcome = await ports.recordStore.commit(workspace, [decided.value]);
  return outcome.ok || outcome.failure.reason === "stale" ? [] : tell("unique_violation", taken);
}

function stepOf(
  job: Job,
  piece: {
    readonly after: string | null;
    readonly seen: number;
    readonly changed: number;
    readonly errors: readonly KeyedJobError[];
  },
): JobStep {
  const { after, seen, changed, errors } = piece;
  const counts = {
    records: (job.counts["records"] ?? 0) + seen,
    changed: (job.counts["changed"] ?? 0) + changed,
    errors: (job.counts["errors"] ?? 0) + errors.length,
  };
  const isEnd = after === null;
  return {
    cursor: isEnd ? null : { after },
    counts,
    progress: isEnd ? 1 : 0.5,
    done: seen,
    left: null,
    errors,
    end: isEnd ? "done" : null,
  };
}

const taken = {
  "zh-CN": "规范后的值与另一条记录重复。",
  en: "Another record has the normal form of the value already.",
};
