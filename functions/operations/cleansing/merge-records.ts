import {
  decideDelete,
  decideWrite,
  failure,
  isStaleFor,
  mergedValues,
  mergedWrite,
  objectAccess,
  success,
  treeFields,
  type Causation,
  type MergeNote,
  type ObjectModel,
  type Problem,
  type RecordWrite,
  type Result,
  type StoredRecord,
} from "#engine";
import type { JobStore } from "../../ports/job-store.ts";
import type { CommitFailure, RecordStore } from "../../ports/record-store.ts";
import type { UndoLog } from "../../ports/undo-log.ts";
import type { Caller } from "../access/caller.ts";
import { personalCausation, type WritePorts } from "../records/command.ts";
import { commitProblem } from "../records/commit-problem.ts";
import { answerFor, isRecordId, type RecordAnswer } from "../records/get-record.ts";
import { loadRelations } from "../records/load-relations.ts";
import { forbidden, notFound, tooBusy, versionMismatch } from "../records/problems.ts";
import { nameOf, refsOf } from "../records/reference-names.ts";
import { recordingStore } from "../undo/recording-store.ts";
import { fieldForbidden, mergeJob, wrongOthers } from "./merge-job-document.ts";
import { doubledDetail, isOvertaken } from "./merge-failures.ts";
import { keyOf, moveReferences, type Merging } from "./move-references.ts";

export interface MergeRecords {
  readonly object: string;
  /** The record that stays. */
  readonly id: string;
  /** 1–10 records that go into it. */
  readonly others: readonly string[];
  /** By field API name: id of the record whose value survives. */
  readonly choices: Readonly<Record<string, string>>;
  /** Version of the record that stays, as the caller saw it; null: whatever is stored. */
  readonly expectedVersion: number | null;
  readonly command: string;
}

export interface MergePorts extends WritePorts {
  readonly undoLog: UndoLog;
  readonly jobStore: JobStore;
}

/** What came of it: the record, and the merge by which it can be undone; or the job that goes on with it. */
export type MergeOutcome =
  { readonly record: RecordAnswer; readonly merge: string } | { readonly job: string };

/** Records that go into one at a time. */
const MOST_MERGED = 10;
/** Records that are let refer to the one that stays in the same transaction (100 items of the table, some of them claims). */
export const MOST_MOVED = 30;
const MOST_ATTEMPTS = 5;

/**
 * Makes several records one: surviving values, everything that referred to the others, and the others to the bin, in one
 * transaction; where that is too much, by the job returned. Others may change meanwhile: it is decided again then.
 */
export async function mergeRecords(
  ports: MergePorts,
  caller: Caller,
  request: MergeRecords,
): Promise<Result<MergeOutcome>> {
  const merge = ports.ids.ulid();
  const recordStore = recordingStore(ports.recordStore, ports.undoLog, merge);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const loaded = await loadMerged(ports.recordStore, caller, request);
    if (!loaded.ok) return loaded;
    const outcome = await mergeOnce({ ...ports, recordStore }, caller, { request, merge, ...loaded.value });
    if (outcome === "many")
      return success({ job: await leaveToJob(ports, caller, { ...loaded.value, request, merge }) });
    if (outcome !== "overtaken") return outcome;
  }
  return failure(tooBusy);
}

interface Loaded {
  readonly object: ObjectModel;
  readonly target: StoredRecord;
  readonly others: readonly StoredRecord[];
}

/** The records, when the caller may merge them. */
export async function loadMerged(
  recordStore: RecordStore,
  caller: Caller,
  { object: name, id, others, choices, expectedVersion }: Omit<MergeRecords, "command">,
): Promise<Result<Loaded>> {
  const object = caller.model.objects.get(name);
  if (!object || !objectAccess(caller.access, name).read) return failure(notFound);
  const ids = [id, ...others];
  const isRight = others.length > 0 && others.length <= MOST_MERGED && new Set(ids).size === ids.length;
  if (!isRight) return failure(wrongOthers(MOST_MERGED));
  const found = await visibleOnes(recordStore, caller, { object, ids });
  const [target, ...rest] = found;
  if (!target || found.length < ids.length) return failure(notFound);
  const refusal = refusalOf(caller, object, choices);
  if (refusal) return failure(refusal);
  if (isStaleFor(target, expectedVersion)) return failure(versionMismatch(target.version));
  return success({ object, target, others: rest });
}

/** Those of the records that the caller can see, in the order asked for. */
async function visibleOnes(
  recordStore: RecordStore,
  caller: Caller,
  { object, ids }: { readonly object: ObjectModel; readonly ids: readonly string[] },
): Promise<readonly StoredRecord[]> {
  const { seesRecord } = objectAccess(caller.access, object.apiName);
  const refs = ids.filter(isRecordId).map((id) => ({ object, id }));
  const found = await recordStore.getMany(caller.workspace, refs);
  const seen = new Map(found.filter((one) => seesRecord(one)).map((one) => [one.id, one]));
  return ids.flatMap((one) => seen.get(one) ?? []);
}

/** What of a merge the caller may not do; null: nothing. */
function refusalOf(caller: Caller, object: ObjectModel, choices: MergeRecords["choices"]): Problem | null {
  const granted = objectAccess(caller.access, object.apiName);
  if (!granted.update || !granted.delete) return forbidden;
  const names = Object.keys(choices).filter((one) => object.byName.has(one));
  const locked = names.find((one) => granted.field(one) !== "write");
  return locked === undefined ? null : fieldForbidden(locked);
}

interface Once extends Loaded {
  readonly request: MergeRecords;
  readonly merge: string;
}

async function mergeOnce(
  ports: MergePorts,
  caller: Caller,
  given: Once,
): Promise<Result<MergeOutcome> | "many" | "overtaken"> {
  const { request, target, object } = given;
  const merging = await mergingOf(ports, caller, {
    ...given,
    causation: personalCausation(caller, request.command),
  });
  const doubled = new Set<string>();
  for (let round = 0; round <= MOST_MOVED; round += 1) {
    const moved = await moveReferences(ports, { ...merging, doubled }, MOST_MOVED);
    if (!moved.ok) return moved;
    if (moved.value.hasMore) return "many";
    const decided = await decideMerge(ports, merging, { object, choices: request.choices });
    if (!decided.ok) return decided;
    const { referrers } = moved.value;
    const writes = [...decided.value, ...referrers.map((one) => one.write)];
    const outcome = await ports.recordStore.commit(caller.workspace, writes);
    if (outcome.ok) {
      const record = decided.value[0]?.record ?? target;
      return success(await told(ports, caller, { ...given, record, moved: referrers.length }));
    }
    const { failure: failed } = outcome;
    const clash = doubledDetail(failed, { referrers, before: decided.value.length });
    if (clash === null) return refusedCommit(caller, writes, failed);
    doubled.add(clash);
  }
  return failure(tooBusy);
}

function refusedCommit(
  caller: Caller,
  writes: readonly RecordWrite[],
  failed: CommitFailure,
): Result<MergeOutcome> | "overtaken" {
  const write = writes[failed.write];
  if (!write || isOvertaken(failed, write)) return "overtaken";
  return failure(commitProblem(caller, write, failed));
}

/** Lists the merge among the jobs, by which it is undone. */
async function told(
  ports: MergePorts,
  caller: Caller,
  given: Once & { readonly record: StoredRecord; readonly moved: number },
): Promise<MergeOutcome> {
  const { object, record, merge } = given;
  await ports.jobStore.create(
    caller.workspace,
    mergeJob(ports, { ...given, userId: caller.user.id, state: "done" }),
  );
  return { record: await answerFor(ports, caller, { object, record, loaded: [] }), merge };
}

/** What moving and deciding go by. */
export async function mergingOf(
  ports: { readonly recordStore: RecordStore; readonly clock: WritePorts["clock"] },
  caller: Caller,
  given: Loaded & { readonly causation: Causation },
): Promise<Merging> {
  const { object, target, others, causation } = given;
  const above = Object.fromEntries(treeFields(object).map((field) => [field.apiName, target.id]));
  const { ancestors = [] } = await loadRelations(ports.recordStore, caller.workspace, {
    model: caller.model,
    object,
    values: above,
    current: target,
    loaded: [target],
  });
  const about = { model: caller.model, now: ports.clock.now().toISOString(), causation };
  return { about, target, others, ancestors };
}

/** The write of the record that stays, then the deletions of the others. */
export async function decideMerge(
  { recordStore }: { readonly recordStore: RecordStore },
  { about, target, others }: Merging,
  { object, choices }: { readonly object: ObjectModel; readonly choices: MergeRecords["choices"] },
): Promise<Result<readonly RecordWrite[]>> {
  const { model, now } = about;
  const values = mergedValues({ object, target, others, choices });
  if (!values.ok) return values;
  const merge: MergeNote = {
    into: target.id,
    others: others.map((one) => ({ id: one.id, name: nameOf(model, object, one) })),
  };
  const causation = { ...about.causation, merge };
  const workspace = model.workspace.id;
  const [related, relations] = await Promise.all([
    relatedOf(recordStore, about, { object, records: [target, ...others] }),
    loadRelations(recordStore, workspace, {
      model,
      object,
      values: values.value,
      current: target,
      loaded: [],
    }),
  ]);
  const written = decideWrite({
    ...about,
    ...relations,
    causation,
    object,
    kind: "update",
    access: null,
    current: target,
    expectedVersion: null,
    values: values.value,
    id: target.id,
    numbers: {},
    related,
  });
  if (!written.ok) return written;
  const deletions = deletionsOf({ ...about, causation }, object, others);
  if (!deletions.ok) return deletions;
  return success(mergedWrite(written.value, { deletions: deletions.value, causation, now }));
}

function deletionsOf(
  about: Merging["about"],
  object: ObjectModel,
  others: readonly StoredRecord[],
): Result<readonly RecordWrite[]> {
  const decided = others.map((current) =>
    decideDelete({ ...about, object, access: null, current, expectedVersion: null }),
  );
  const refused = decided.find((one) => !one.ok);
  return refused && !refused.ok ? refused : success(decided.flatMap((one) => (one.ok ? [one.value] : [])));
}

async function relatedOf(
  recordStore: RecordStore,
  { model }: Merging["about"],
  { object, records }: { readonly object: ObjectModel; readonly records: readonly StoredRecord[] },
) {
  const fields = object.fields.filter((one) => one.type.references);
  const refs = records.flatMap((one) => refsOf(fields, one));
  const wanted = new Map(
    refs.flatMap((ref) => {
      const at = model.objects.get(ref.object);
      return at ? [[keyOf(ref), { object: at, id: ref.id }] as const] : [];
    }),
  );
  const found = wanted.size === 0 ? [] : await recordStore.getMany(model.workspace.id, [...wanted.values()]);
  const known = new Map(found.map((one) => [keyOf(one), one]));
  return refs.map((ref) => {
    const record = known.get(keyOf(ref));
    return { ref, visible: record !== undefined || !wanted.has(keyOf(ref)), ...(record ? { record } : {}) };
  });
}

async function leaveToJob(ports: MergePorts, caller: Caller, given: Once): Promise<string> {
  const job = mergeJob(ports, { ...given, userId: caller.user.id, state: "queued", moved: 0 });
  await ports.jobStore.create(caller.workspace, job);
  return job.id;
}
