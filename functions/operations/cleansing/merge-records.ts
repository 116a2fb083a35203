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
  type RecordWrite,
  type Result,
  type StoredRecord,
} from "#engine";
import type { JobStore } from "../../ports/job-store.ts";
import type { RecordStore } from "../../ports/record-store.ts";
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
import { keyOf, moveReferences, type Merging, type Referrer } from "./move-references.ts";

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
export const MOST_MERGED = 10;
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
  const granted = objectAccess(caller.access, name);
  if (!object || !granted.read) return failure(notFound);
  const ids = [id, ...others];
  const isRight = others.length > 0 && others.length <= MOST_MERGED && new Set(ids).size === ids.length;
  if (!isRight) return failure(wrongOthers(MOST_MERGED));
  if (!ids.every(isRecordId)) return failure(notFound);
  const refs = ids.map((one) => ({ object, id: one }));
  const found = new Map(
    (await recordStore.getMany(caller.workspace, refs))
      .filter((one) => granted.seesRecord(one))
      .map((one) => [one.id, one]),
  );
  const [target, ...rest] = ids.flatMap((one) => found.get(one) ?? []);
  if (!target || found.size < ids.length) return failure(notFound);
  if (!granted.update || !granted.delete) return failure(forbidden);
  const hidden = Object.keys(choices).find((field) => granted.field(field) !== "write");
  if (hidden !== undefined && object.byName.has(hidden)) return failure(fieldForbidden(hidden));
  if (isStaleFor(target, expectedVersion)) return failure(versionMismatch(target.version));
  return success({ object, target, others: rest });
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
  const { request, target, object, merge } = given;
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
      await ports.jobStore.create(
        caller.workspace,
        mergeJob(ports, { ...given, userId: caller.user.id, state: "done", moved: referrers.length }),
      );
      const record = decided.value[0]?.record ?? target;
      return success({ record: await answerFor(ports, caller, { object, record, loaded: [] }), merge });
    }
    const { failure: failed } = outcome;
    const clash = clashing(
      failed.reason === "claimed" ? referrers[failed.write - decided.value.length] : undefined,
    );
    if (clash === null) {
      if (failed.reason === "stale") return "overtaken";
      return failure(commitProblem(caller, writes[failed.write] ?? (writes[0] as RecordWrite), failed));
    }
    doubled.add(clash);
  }
  return failure(tooBusy);
}

/** A detail that cannot move because the record that stays has its like. */
function clashing(referrer: Referrer | undefined): string | null {
  return referrer?.isDetail === true ? keyOf(referrer.write.record) : null;
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
  const deletions: RecordWrite[] = [];
  for (const current of others) {
    const deleted = decideDelete({
      ...about,
      causation,
      object,
      access: null,
      current,
      expectedVersion: null,
    });
    if (!deleted.ok) return deleted;
    deletions.push(deleted.value);
  }
  return success(mergedWrite(written.value, { deletions, causation, now }));
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
