import type { ObjectModel, Problem, RecordWrite, StoredRecord } from "#engine";
import type { Job, KeyedJobError } from "../../ports/job-store.ts";
import type { Caller } from "../access/caller.ts";
import type { JobKind, JobPorts, JobStep } from "../jobs/job-kind.ts";
import { personalCausation } from "../records/command.ts";
import { commitProblem } from "../records/commit-problem.ts";
import { recordingStore } from "../undo/recording-store.ts";
import { doubledDetail, isOvertaken } from "./merge-failures.ts";
import { decideMerge, loadMerged, mergingOf, MOST_MOVED } from "./merge-records.ts";
import type { MergeInput } from "./merge-job-document.ts";
import { moveReferences, type Referrer } from "./move-references.ts";

/**
 * A merge with more references than one transaction holds. References move first, some at a time; when none is left the
 * records become one, in one transaction with the references that appeared meanwhile.
 */
export const mergeKind: JobKind = {
  async step(ports, workspace, job) {
    const caller = await ports.callers.caller(workspace, job.createdBy);
    const input = job.input as unknown as MergeInput;
    const object = caller?.model.objectsById.get(input.objectId);
    if (!caller || !object) return stopped(job, inactive);
    const request = { ...input, object: object.apiName, expectedVersion: null };
    const loaded = await loadMerged(ports.recordStore, caller, request);
    if (loaded.ok) return movePiece(ports, { job, caller, input, ...loaded.value });
    const deletion = await ports.recordStore.deletion(workspace, object, input.others[0] ?? "");
    // The last transaction took place, but not the note of it.
    return deletion === input.command ? finished(job, 0) : stopped(job, loaded.problems[0]);
  },
};

interface Moving {
  readonly job: Job;
  readonly caller: Caller;
  readonly input: MergeInput;
  readonly object: ObjectModel;
  readonly target: StoredRecord;
  readonly others: readonly StoredRecord[];
}

async function movePiece(ports: JobPorts, moving: Moving): Promise<JobStep> {
  const { job, caller, input, object } = moving;
  const recorded = { ...ports, recordStore: recordingStore(ports.recordStore, ports.undoLog, job.id) };
  const causation = personalCausation(caller, input.command);
  const merging = await mergingOf(recorded, caller, { ...moving, causation });
  const doubled = new Set((job.cursor?.["doubled"] as readonly string[] | undefined) ?? []);
  const moved = await moveReferences(recorded, { ...merging, doubled }, MOST_MOVED);
  if (!moved.ok) return stopped(job, moved.problems[0]);
  const { referrers, hasMore } = moved.value;
  if (hasMore) return committed(recorded, { job, caller, final: [], referrers, doubled });
  const decided = await decideMerge(recorded, merging, { object, choices: input.choices });
  if (!decided.ok) return stopped(job, decided.problems[0]);
  return committed(recorded, { job, caller, final: decided.value, referrers, doubled });
}

interface Piece {
  readonly job: Job;
  readonly caller: Caller;
  /** The last transaction's own writes; empty before it. */
  readonly final: readonly RecordWrite[];
  readonly referrers: readonly Referrer[];
  readonly doubled: ReadonlySet<string>;
}

async function committed(ports: JobPorts, piece: Piece): Promise<JobStep> {
  const { job, caller, final, referrers, doubled } = piece;
  const writes = [...final, ...referrers.map((one) => one.write)];
  const outcome = await ports.recordStore.commit(caller.workspace, writes);
  if (outcome.ok) {
    return final.length > 0
      ? finished(job, referrers.length)
      : going(job, { done: referrers.length, doubled });
  }
  const { failure } = outcome;
  const write = writes[failure.write];
  if (!write || isOvertaken(failure, write)) return going(job, { done: 0, doubled });
  const clash = doubledDetail(failure, { referrers, before: final.length });
  if (clash !== null) return going(job, { done: 0, doubled: new Set([...doubled, clash]) });
  return stopped(job, commitProblem(caller, write, failure));
}

function going(
  job: Job,
  { done, doubled }: { readonly done: number; readonly doubled: ReadonlySet<string> },
): JobStep {
  const counts = { ...job.counts, records: (job.counts["records"] ?? 0) + done };
  return {
    cursor: { doubled: [...doubled] },
    counts,
    progress: 0.5,
    done,
    left: null,
    errors: [],
    end: null,
  };
}

function finished(job: Job, done: number): JobStep {
  return { ...going(job, { done, doubled: new Set() }), progress: 1, end: "done" };
}

function stopped(job: Job, problem: Problem | undefined): JobStep {
  const { code, message } = problem ?? inactive;
  const errors: readonly KeyedJobError[] = [{ key: "merge", row: null, code, message }];
  return { ...going(job, { done: 0, doubled: new Set() }), errors, end: "failed" };
}

const inactive: Problem = {
  kind: "forbidden",
  code: "forbidden",
  pointer: "",
  message: {
    "zh-CN": "发起人不能再合并这些记录。",
    en: "The person who started this may not merge these records any more.",
  },
};
