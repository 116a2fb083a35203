import type { Filter, ObjectModel, Problem } from "#engine";
import type { Job, KeyedJobError } from "../../ports/job-store.ts";
import type { PagePosition, WrittenRecord } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import type { JobKind, JobPorts, JobStep } from "../jobs/job-kind.ts";
import { visibleName } from "../records/reference-names.ts";
import { recordingStore } from "../undo/recording-store.ts";
import { actionProblems, type BulkAction } from "./bulk-action.ts";
import { carryOut, type Carried } from "./carry-out.ts";
import { meantRecords } from "./meant-records.ts";

/** Ids kept in one piece, records done in one step, and records done at the same time. */
const PIECE = 200;
const CHUNK = 100;
const LANES = 8;

interface Cursor {
  /** First who is meant is written down, so that no change moves a record in or out; then it is done to each. */
  readonly phase: "collect" | "work";
  readonly position: PagePosition | null;
  /** Of the metadata the position is of. */
  readonly model: number;
  readonly pieces: number;
  readonly piece: number;
  readonly at: number;
}

interface Working {
  readonly ports: JobPorts;
  readonly caller: Caller;
  readonly object: ObjectModel;
  readonly job: Job;
  readonly action: BulkAction;
  readonly cursor: Cursor;
}

/** Does something to every record that met a filter when the job began, as the person who started it. */
export const bulkKind: JobKind = {
  async step(ports, workspace, job) {
    const caller = await ports.callers.caller(workspace, job.createdBy);
    const object = caller?.model.objectsById.get(String(job.input["objectId"]));
    const action = job.input["action"] as BulkAction;
    const cursor = cursorOf(job, caller);
    if (!caller || !object) return failed(job, cursor, inactive);
    const [problem] = actionProblems(caller, object, action);
    if (problem) return failed(job, cursor, problem);
    const working = { ports, caller, object, job, action, cursor };
    return cursor.phase === "collect" ? collect(working) : work(working);
  },
};

/** Where to go on; collecting begins anew when the metadata changed, because a position is one of an index. */
function cursorOf(job: Job, caller: Caller | null): Cursor {
  const model = caller?.model.version ?? 0;
  const known = job.cursor as Cursor | null;
  if (known && (known.phase === "work" || known.model === model)) return known;
  return { phase: "collect", position: null, model, pieces: 0, piece: 0, at: 0 };
}

async function collect({ ports, caller, object, job, cursor }: Working): Promise<JobStep> {
  const filter = (job.input["filter"] ?? null) as Filter | null;
  const { position } = cursor;
  const page = await meantRecords(ports, caller, { object, filter, position, limit: PIECE });
  if (!page.ok) return failed(job, cursor, page.problems[0] ?? inactive);
  const ids = page.value.records.map((one) => one.id);
  if (ids.length > 0) await ports.jobRecords.put(caller.workspace, job.id, { at: cursor.pieces, ids });
  const before = cursor.pieces === 0 ? 0 : (job.counts["matched"] ?? 0);
  const pieces = cursor.pieces + (ids.length > 0 ? 1 : 0);
  const isAll = page.value.position === null;
  const next: Cursor = {
    ...cursor,
    pieces,
    position: page.value.position,
    phase: isAll ? "work" : "collect",
  };
  const counts = { ...noCounts, matched: before + ids.length };
  return stepOf(job, { cursor: next, counts, done: ids.length, errors: [], isEnd: isAll && pieces === 0 });
}

async function work(working: Working): Promise<JobStep> {
  const { ports, caller, job, cursor } = working;
  const ids = await ports.jobRecords.get(caller.workspace, job.id, cursor.piece);
  const chunk = ids.slice(cursor.at, cursor.at + CHUNK);
  const outcomes = await carryOutAll(working, chunk);
  const errors = await errorsOf(working, outcomes);
  const isPieceDone = cursor.at + CHUNK >= ids.length;
  const next = isPieceDone
    ? { ...cursor, piece: cursor.piece + 1, at: 0 }
    : { ...cursor, at: cursor.at + CHUNK };
  const of = (kind: "changed" | "unchanged"): number =>
    [...outcomes.values()].filter((one) => one.ok && one.value === kind).length;
  const counts = {
    ...job.counts,
    records: (job.counts["records"] ?? 0) + chunk.length,
    changed: (job.counts["changed"] ?? 0) + of("changed"),
    unchanged: (job.counts["unchanged"] ?? 0) + of("unchanged"),
    failed: (job.counts["failed"] ?? 0) + errors.length,
  };
  return stepOf(job, {
    cursor: next,
    counts,
    done: chunk.length,
    errors,
    isEnd: next.piece >= cursor.pieces,
  });
}

async function carryOutAll(
  { ports, caller, object, job, action }: Working,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Carried>> {
  const recorded = { ...ports, recordStore: recordingStore(ports.recordStore, ports.undoLog, job.id) };
  const outcomes = new Map<string, Carried>();
  const waiting = ids.toReversed();
  const lane = async (): Promise<void> => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const command = `${job.id}:${id}`;
      outcomes.set(id, await carryOut(recorded, caller, { object, id, action, command, operation: job.id }));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  await countEarlier({ ports, caller, object, job }, outcomes);
  return outcomes;
}

/** What this job wrote before it was cut off counts as changed, also when its turn comes again. */
async function countEarlier(
  { ports, caller, object, job }: Pick<Working, "ports" | "caller" | "object" | "job">,
  outcomes: Map<string, Carried>,
): Promise<void> {
  const doubtful = [...outcomes].filter(
    ([, one]) => (one.ok && one.value === "unchanged") || (!one.ok && one.problems[0]?.kind === "notFound"),
  );
  if (doubtful.length === 0) return;
  const refs = doubtful.map(([id]) => ({ object, id }));
  const [live, binned] = await Promise.all([
    ports.recordStore.written(caller.workspace, "records", refs),
    ports.recordStore.written(caller.workspace, "bin", refs),
  ]);
  for (const one of [...live, ...binned])
    if (isOwnWrite(job, one)) outcomes.set(one.record.id, { ok: true, value: "changed" });
}

/** Also one that derived values followed, and one that went with another of this job's. */
function isOwnWrite({ id }: Job, { causation }: WrittenRecord): boolean {
  return causation.command.replace(/^derive:/, "").startsWith(`${id}:`);
}

async function errorsOf(
  { ports, caller, object }: Working,
  outcomes: ReadonlyMap<string, Carried>,
): Promise<readonly KeyedJobError[]> {
  const refused = [...outcomes].flatMap(([id, one]) => (one.ok ? [] : [{ id, problems: one.problems }]));
  if (refused.length === 0) return [];
  const refs = refused.map(({ id }) => ({ object, id }));
  const found = await ports.recordStore.getMany(caller.workspace, refs);
  const names = new Map(found.map((one) => [one.id, visibleName(caller, one) ?? ""]));
  return refused.map(({ id, problems }) => ({
    key: id,
    ...shown(problems[0] ?? inactive),
    record: { object: object.apiName, id, name: names.get(id) ?? "" },
  }));
}

function shown({ code, message }: Problem) {
  return { row: null, code, message };
}

const noCounts = { records: 0, changed: 0, unchanged: 0, failed: 0 };

function stepOf(
  job: Job,
  given: {
    readonly cursor: Cursor;
    readonly counts: Job["counts"];
    readonly done: number;
    readonly errors: readonly KeyedJobError[];
    readonly isEnd: boolean;
  },
): JobStep {
  const { cursor, counts, done, errors, isEnd } = given;
  const { matched = 0, records = 0 } = counts;
  const isWorking = cursor.phase === "work";
  return {
    cursor: { ...cursor },
    counts,
    progress: isWorking && matched > 0 ? Math.min(1, records / matched) : 0,
    done: job.cursor === null && !isWorking ? 0 : done,
    left: isWorking ? Math.max(0, matched - records) : null,
    errors,
    end: isEnd ? "done" : null,
  };
}

function failed(job: Job, cursor: Cursor, problem: Problem): JobStep {
  const errors = [{ key: "job", ...shown(problem) }];
  return { ...stepOf(job, { cursor, counts: job.counts, done: 0, errors, isEnd: false }), end: "failed" };
}

const inactive: Problem = {
  kind: "forbidden",
  code: "forbidden",
  pointer: "",
  message: {
    "zh-CN": "发起人的账号已停用，或对象已不存在。",
    en: "The person who started this is no longer active, or the object is gone.",
  },
};
