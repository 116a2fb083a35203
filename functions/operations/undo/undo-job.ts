import type { ObjectModel, Problem } from "#engine";
import type { Job, KeyedJobError } from "../../ports/job-store.ts";
import type { UndoEntry } from "../../ports/undo-log.ts";
import type { WrittenRecord } from "../../ports/record-store.ts";
import type { JobKind, JobPorts, JobStep } from "../jobs/job-kind.ts";
import { nameOf } from "../records/reference-names.ts";
import { recordingStore } from "./recording-store.ts";
import { takeBack, type Found, type TakenBack } from "./take-back.ts";
import type { Undoing, UndoPorts } from "./undo-ports.ts";

/** Entries of one piece of work, and entries taken back at the same time. */
const PAGE = 100;
const LANES = 8;

interface Cursor {
  readonly phase: "count" | "undo";
  readonly position: string | null;
  readonly total: number;
  /** Entries of the page before, which a piece of work done twice listed twice. */
  readonly recent: readonly string[];
}

/**
 * Takes an operation back, newest write first. The job's own writes are recorded like any operation's. First all entries
 * are counted, so that progress is true.
 */
export const undoKind: JobKind = {
  async step(ports, workspace, job) {
    const cursor = (job.cursor as Cursor | null) ?? firstCursor;
    const operation = String(job.input["operation"]);
    const page = await ports.undoLog.page(workspace, operation, cursor.position, PAGE);
    const { entries, recent } = withoutRepeats(page.entries, cursor.recent);
    if (cursor.phase === "count") {
      const total = cursor.total + entries.length;
      const isAll = page.position === null;
      const next: Cursor = isAll
        ? { ...firstCursor, phase: "undo", total }
        : { phase: "count", position: page.position, total, recent };
      return stepOf(job, { cursor: next, tally: noTally });
    }
    const caller = await ports.callers.caller(workspace, job.createdBy);
    if (!caller) return { ...stepOf(job, { cursor, tally: noTally }), errors: [inactive], end: "failed" };
    const undoing = { caller, jobId: job.id, fillsGaps: job.input["fillsGaps"] === true };
    const recorded = { ...ports, recordStore: recordingStore(ports.recordStore, ports.undoLog, job.id) };
    const tally = newTally();
    for (const run of runsOf(entries)) await undoRun({ ports: recorded, undoing, tally }, run);
    return stepOf(job, {
      cursor: { ...cursor, position: page.position, recent },
      tally,
      isEnd: page.position === null,
    });
  },
};

const firstCursor: Cursor = { phase: "count", position: null, total: 0, recent: [] };

function withoutRepeats(entries: readonly UndoEntry[], before: readonly string[]) {
  const seen = new Set(before);
  const distinct = entries.filter(({ objectId, id, version }) => {
    const key = `${objectId}/${id}/${String(version)}`;
    return !seen.has(key) && seen.add(key);
  });
  return { entries: distinct, recent: [...seen].slice(-PAGE) };
}

interface Working {
  readonly ports: UndoPorts & Pick<JobPorts, "recordStore">;
  readonly undoing: Undoing;
  readonly tally: Tally;
}

/** Entries that follow each other and can be taken back at the same time: of one object and kind, each of another record. */
function runsOf(entries: readonly UndoEntry[]): readonly (readonly UndoEntry[])[] {
  const runs: UndoEntry[][] = [];
  let ids = new Set<string>();
  for (const entry of entries) {
    const open = runs.at(-1);
    const [first] = open ?? [];
    const fits = first?.objectId === entry.objectId && first.kind === entry.kind && !ids.has(entry.id);
    if (open && fits) open.push(entry);
    else {
      runs.push([entry]);
      ids = new Set();
    }
    ids.add(entry.id);
  }
  return runs;
}

async function undoRun(working: Working, run: readonly UndoEntry[]): Promise<void> {
  const { undoing, tally } = working;
  const object = undoing.caller.model.objectsById.get(run[0]?.objectId ?? "");
  if (!object) return tally.skip(run.length);
  const waiting = [...run.entries()].toReversed();
  const later: [number, UndoEntry][] = [];
  const found = await findAll(working, object, run);
  const lane = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [, entry] = next;
      const outcome = await takeBack(working.ports, undoing, { object, entry, ...found(entry.id) });
      if (waitsForOthers(outcome)) later.push(next);
      else tally.note(undoing, { object, entry, outcome, ...found(entry.id) });
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, run.length) }, lane));
  for (const [, entry] of later.toSorted(([a], [b]) => a - b)) {
    const now = await findAll(working, object, [entry]);
    const outcome = await takeBack(working.ports, undoing, { object, entry, ...now(entry.id) });
    tally.note(undoing, { object, entry, outcome, ...now(entry.id) });
  }
}

/** Records of the same run may refer to each other: they are tried once more, one by one in order. */
function waitsForOthers(outcome: TakenBack): boolean {
  return !outcome.ok && ["still_referenced", "invalid_reference"].includes(outcome.problems[0]?.code ?? "");
}

async function findAll(
  { ports, undoing }: Working,
  object: ObjectModel,
  run: readonly UndoEntry[],
): Promise<(id: string) => Found> {
  const refs = run.map(({ id }) => ({ object, id }));
  const { workspace } = undoing.caller;
  const live = byId(await ports.recordStore.written(workspace, "records", refs));
  const others = refs.filter(({ id }) => !live.has(id));
  const binned =
    others.length === 0 ? new Map() : byId(await ports.recordStore.written(workspace, "bin", others));
  return (id) => ({ live: live.get(id), binned: binned.get(id) as WrittenRecord | undefined });
}

function byId(list: readonly WrittenRecord[]): ReadonlyMap<string, WrittenRecord> {
  return new Map(list.map((one) => [one.record.id, one]));
}

interface Noted extends Found {
  readonly object: ObjectModel;
  readonly entry: UndoEntry;
  readonly outcome: TakenBack;
}

interface Tally {
  readonly counts: { done: number; undone: number; conflicts: number };
  readonly errors: KeyedJobError[];
  skip(count: number): void;
  note(undoing: Undoing, noted: Noted): void;
}

const noTally = newTally();

function newTally(): Tally {
  const counts = { done: 0, undone: 0, conflicts: 0 };
  const errors: KeyedJobError[] = [];
  return {
    counts,
    errors,
    skip(count) {
      counts.done += count;
    },
    note(undoing, { object, entry, outcome, live, binned }) {
      counts.done += 1;
      if (outcome.ok) {
        if (outcome.value === "undone") counts.undone += 1;
        return;
      }
      counts.conflicts += 1;
      const record = (live ?? binned)?.record;
      const name = record ? nameOf(undoing.caller.model, object, record) : "";
      const [problem = unknownProblem] = outcome.problems;
      errors.push({
        key: `${object.id}/${entry.id}`,
        row: null,
        code: problem.code,
        message: problem.message,
        record: { object: object.apiName, id: entry.id, name },
      });
    },
  };
}

function stepOf(
  job: Job,
  given: { readonly cursor: Cursor; readonly tally: Tally; readonly isEnd?: boolean },
): JobStep {
  const { cursor, tally, isEnd = false } = given;
  const counts = {
    total: cursor.total,
    records: (job.counts["records"] ?? 0) + tally.counts.done,
    undone: (job.counts["undone"] ?? 0) + tally.counts.undone,
    conflicts: (job.counts["conflicts"] ?? 0) + tally.counts.conflicts,
  };
  const left = cursor.phase === "count" ? null : Math.max(0, cursor.total - counts.records);
  return {
    cursor: { ...cursor },
    counts,
    progress: cursor.total === 0 || left === null ? 0 : Math.min(1, counts.records / cursor.total),
    done: tally.counts.done,
    left,
    errors: tally.errors,
    end: isEnd ? "done" : null,
  };
}

const unknownProblem: Problem = {
  kind: "conflict",
  code: "unknown",
  pointer: "",
  message: { "zh-CN": "未能撤销。", en: "It could not be undone." },
};

const inactive: KeyedJobError = {
  key: "caller",
  row: null,
  code: "forbidden",
  message: { "zh-CN": "发起人的账号已停用。", en: "The person who started this is no longer active." },
};
