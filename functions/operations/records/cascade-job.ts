import {
  decideDelete,
  type Causation,
  type Problem,
  type RecordWrite,
  type Result,
  type StoredRecord,
  type WorkspaceModel,
} from "#engine";
import type { Job } from "../../ports/job-store.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import type { JobKind, JobPorts, JobStep } from "../jobs/job-kind.ts";
import { recordingStore } from "../undo/recording-store.ts";
import { followersInAll } from "./count-followers.ts";
import { cascaded, cleared, type FollowAbout } from "./follow-deletion.ts";
import { stillReferenced } from "./problems.ts";
import { referrersOf, relationsTo } from "./referrers.ts";

/** Records written in one transaction: each deletion takes two of its 100 items, and some more for unique values. */
const BATCH = 20;
/** Transactions of one piece of work. */
const BATCHES = 10;

/**
 * Deletes a record with everything that follows it. First the whole tree is looked through, so that what is restricted
 * deep in it is found before anything is gone, and the number of records is known. Then from the leaves up; the record
 * itself goes last, so it stands as long as anything of it does. What is left to do is read from the records, so that it
 * goes on wherever it was cut off. What it does is told to the log of the deletion, and of the operation it is part of.
 */
export const cascadeKind: JobKind = {
  async step(ports, workspace, job) {
    const model = await ports.models.current(workspace);
    const object = model?.objectsById.get(String(job.input["objectId"]));
    const root = object ? await ports.recordStore.get(workspace, object, String(job.input["id"])) : null;
    if (!model || !root) return stepOf(job, { done: 0, end: "done" });
    const { total } = job.counts;
    if (total === undefined) return lookThrough(ports, model, { job, root });
    const causation = job.input["causation"] as Causation;
    const recorded = { ...ports, recordStore: recordedStore(ports, job, causation) };
    let done = 0;
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const { object: name, id } = root;
      const now = ports.clock.now().toISOString();
      const about = { model, causation, now, root: { object: name, id } };
      const outcome = await removeSome(recorded, about, root);
      done += outcome.done;
      if (outcome.restricted) return restricted(job, done, outcome.restricted);
      if (outcome.end !== "more") return stepOf(job, { done, end: outcome.end });
    }
    return stepOf(job, { done, end: null });
  },
};

function recordedStore(
  { recordStore, undoLog }: JobPorts,
  job: Job,
  { correlation }: Causation,
): RecordStore {
  const operations = (job.input["operations"] as readonly string[] | undefined) ?? [];
  return [correlation, ...operations].reduce(
    (store, one) => recordingStore(store, undoLog, one),
    recordStore,
  );
}

async function lookThrough(
  ports: JobPorts,
  model: WorkspaceModel,
  { job, root }: { readonly job: Job; readonly root: StoredRecord },
): Promise<JobStep> {
  const tree = await followersInAll(ports, model, root);
  if (!tree.ok) return restricted(job, 0, tree.problems[0]);
  const counted = { ...job, counts: { ...job.counts, total: tree.value + 1 } };
  return stepOf(counted, { done: 0, end: null });
}

/** Deletes one batch below the root, or the root when nothing is left there; `end` null: its turn comes again later. */
async function removeSome(
  ports: JobPorts,
  about: FollowAbout,
  root: StoredRecord,
): Promise<{ readonly done: number; readonly end: JobStep["end"] | "more"; readonly restricted?: Problem }> {
  const writes = await nextBatch(ports, about, root);
  if ("restricted" in writes) return { done: 0, end: "failed", restricted: writes.restricted };
  if (writes.length === 0) {
    const isGone = await removeRoot(ports, about, root);
    return isGone ? { done: 1, end: "done" } : { done: 0, end: null };
  }
  const outcome = await ports.recordStore.commit(about.model.workspace.id, writes);
  return { done: outcome.ok ? writes.length : 0, end: "more" };
}

async function removeRoot(ports: JobPorts, about: FollowAbout, root: StoredRecord): Promise<boolean> {
  const object = about.model.objects.get(root.object);
  const current = object ? await ports.recordStore.get(about.model.workspace.id, object, root.id) : null;
  if (!object || !current) return true;
  const decided = decideDelete({ ...about, object, access: null, current, expectedVersion: null });
  return decided.ok && (await ports.recordStore.commit(about.model.workspace.id, [decided.value])).ok;
}

/** Some records below the root that nothing follows any more, or that only have to be cleared; empty: none are left. */
async function nextBatch(
  ports: JobPorts,
  about: FollowAbout,
  root: StoredRecord,
): Promise<readonly RecordWrite[] | Restricted> {
  const seen = new Set([keyOf(root)]);
  let target = root;
  for (;;) {
    const found = await followersOf(ports, about, { target, seen });
    if ("restricted" in found) return found;
    if (found.writes.length > 0) return found.writes;
    if (!found.below) return [];
    seen.add(keyOf(found.below));
    target = found.below;
  }
}

/** The writes for what points at a record, or the first of its details that has details of its own. */
async function followersOf(
  ports: JobPorts,
  about: FollowAbout,
  { target, seen }: { readonly target: StoredRecord; readonly seen: ReadonlySet<string> },
): Promise<{ readonly writes: readonly RecordWrite[]; readonly below: StoredRecord | null } | Restricted> {
  const { model } = about;
  for (const relation of relationsTo(model, target.object)) {
    const { object, field } = relation;
    const all = await referrersOf(ports, model, { relation, target, limit: BATCH });
    const found = all.filter((one) => !seen.has(keyOf(one)));
    const rule = field.type.onDelete?.(field.settings);
    if (found.length === 0) continue;
    if (rule === "restrict")
      return { restricted: stillReferenced(object.definition.pluralLabel, String(found.length)) };
    if (rule === "clear")
      return {
        writes: good(found.map((record) => cleared(about, { object, record, field, target: target.id }))),
        below: null,
      };
    const below = await firstWithFollowers(ports, model, { records: found, seen });
    return below
      ? { writes: [], below }
      : { writes: good(found.map((one) => cascaded(about, object, one))), below: null };
  }
  const object = model.objects.get(target.object);
  return { writes: object && seen.size > 1 ? good([cascaded(about, object, target)]) : [], below: null };
}

async function firstWithFollowers(
  ports: JobPorts,
  model: WorkspaceModel,
  { records, seen }: { readonly records: readonly StoredRecord[]; readonly seen: ReadonlySet<string> },
): Promise<StoredRecord | null> {
  for (const target of records) {
    for (const relation of relationsTo(model, target.object)) {
      const found = await referrersOf(ports, model, { relation, target, limit: 2 });
      if (found.some((one) => !seen.has(keyOf(one)))) return target;
    }
  }
  return null;
}

function good(decided: readonly Result<RecordWrite>[]): readonly RecordWrite[] {
  return decided.flatMap((one) => (one.ok ? [one.value] : []));
}

function keyOf({ object, id }: StoredRecord): string {
  return `${object}/${id}`;
}

interface Restricted {
  readonly restricted: Problem;
}

function restricted(job: Job, done: number, problem: Problem | undefined): JobStep {
  const { code, message } = problem ?? unknownRestriction;
  return {
    ...stepOf(job, { done, end: "failed" }),
    errors: [{ key: "restricted", row: null, code, message }],
  };
}

const unknownRestriction = stillReferenced({ "zh-CN": "记录", en: "records" }, "1+");

function stepOf(job: Job, { done, end }: { readonly done: number; readonly end: JobStep["end"] }): JobStep {
  const records = (job.counts["records"] ?? 0) + done;
  const total = Math.max(job.counts["total"] ?? 0, records);
  const counts = { ...job.counts, records, ...(job.counts["total"] === undefined ? {} : { total }) };
  const left = total - records;
  return {
    cursor: null,
    counts,
    progress: end === "done" ? 1 : records / Math.max(1, total),
    done,
    left,
    errors: [],
    end,
  };
}
