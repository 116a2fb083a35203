import {
  decideDelete,
  decideRestore,
  failure,
  isStaleFor,
  objectAccess,
  success,
  type Causation,
  type ObjectModel,
  type RecordWrite,
  type Result,
} from "#engine";
import type { Caller } from "../access/caller.ts";
import { personalCausation, type WritePorts } from "./command.ts";
import { commitProblem } from "./commit-problem.ts";
import { answerFor, isRecordId, loadVisible, type RecordAnswer } from "./get-record.ts";
import { loadDependents, MAX_FOLLOWERS, type Follower } from "./load-dependents.ts";
import { loadRelated } from "./load-related.ts";
import { forbidden, notFound, stillReferenced, versionMismatch } from "./problems.ts";
import { refsOf } from "./reference-names.ts";
import { recordingStore } from "../undo/recording-store.ts";
import { undoJob } from "../undo/start-undo.ts";
import { startCascade } from "./start-cascade.ts";

export interface DeleteRecord {
  readonly object: string;
  readonly id: string;
  /** Version the caller saw; null deletes whatever is stored. */
  readonly expectedVersion: number | null;
  readonly command: string;
  /** Operation that the deletion is part of and that can be undone as a whole. Default: none. */
  readonly operation?: string;
}

/** Moves a record to the bin, with what must follow it, in one transaction; where that is too much, by the job returned. */
export async function deleteRecord(
  ports: WritePorts,
  caller: Caller,
  request: DeleteRecord,
): Promise<Result<{ readonly job: string } | null>> {
  const loaded = await loadVisible(ports, caller, request);
  if (!loaded.ok) return loaded;
  const { object, record } = loaded.value;
  const granted = objectAccess(caller.access, object.apiName);
  if (!granted.delete) return failure(forbidden);
  if (isStaleFor(record, request.expectedVersion)) return failure(versionMismatch(record.version));
  const dependents = await loadDependents(ports, caller, record);
  if (!dependents.ok) return dependents;
  const now = ports.clock.now().toISOString();
  const causation = personalCausation(caller, request.command);
  const decided = decideDelete({
    model: caller.model,
    object,
    access: granted,
    current: record,
    expectedVersion: request.expectedVersion,
    causation,
    now,
  });
  if (!decided.ok) return decided;
  if (dependents.value === "many") return leftToJob(ports, caller, { write: decided.value, request });
  return together(ports, caller, { write: decided.value, followers: dependents.value, now });
}

async function leftToJob(
  ports: WritePorts,
  caller: Caller,
  { write, request }: { readonly write: RecordWrite; readonly request: DeleteRecord },
): Promise<Result<{ readonly job: string }>> {
  const { object, record, causation } = write;
  const { jobStore } = ports;
  if (!jobStore) return failure(stillReferenced(object.definition.pluralLabel, `${MAX_FOLLOWERS}+`));
  const operations = request.operation === undefined ? [] : [request.operation];
  const work = { object, id: record.id, causation, operations };
  return success({ job: await startCascade({ ...ports, jobStore }, caller, work) });
}

async function together(
  ports: WritePorts,
  caller: Caller,
  given: { readonly write: RecordWrite; readonly followers: readonly Follower[]; readonly now: string },
): Promise<Result<null>> {
  const { write, now } = given;
  const { causation } = write;
  const root = { object: write.object.apiName, id: write.record.id };
  const about = { model: caller.model, now, causation, root };
  const followers = given.followers.map((make) => make(about));
  const refusal = followers.find((one) => !one.ok);
  if (refusal && !refusal.ok) return refusal;
  const writes = [write, ...followers.flatMap((one) => (one.ok ? [one.value] : []))];
  const { recordStore } = writes.length > 1 ? traced(ports, causation) : ports;
  const outcome = await recordStore.commit(caller.workspace, writes);
  return outcome.ok ? success(null) : failure(commitProblem(caller, write, outcome.failure));
}

/** What follows a deletion is told to the log under the deletion's root command, by which the bin knows it too. */
function traced(
  { recordStore, undoLog }: WritePorts,
  { correlation }: Causation,
): Pick<WritePorts, "recordStore"> {
  return { recordStore: undoLog ? recordingStore(recordStore, undoLog, correlation) : recordStore };
}

/** Brings a record back from the bin; what it refers to must still be there. What was deleted with it follows by a job. */
export async function restoreRecord(
  ports: WritePorts,
  caller: Caller,
  request: { readonly object: string; readonly id: string; readonly command: string },
): Promise<Result<RecordAnswer>> {
  const object = caller.model.objects.get(request.object);
  const granted = objectAccess(caller.access, request.object);
  if (!object || !granted.read || !isRecordId(request.id)) return failure(notFound);
  const [record, deletion] = await Promise.all([
    ports.recordStore.deleted(caller.workspace, object, request.id),
    ports.recordStore.deletion(caller.workspace, object, request.id),
  ]);
  if (!record || !granted.seesRecord(record)) return failure(notFound);
  if (!granted.delete) return failure(forbidden);
  const fields = object.fields.filter((one) => one.type.references !== undefined);
  const related = await loadRelated(ports.recordStore, caller, refsOf(fields, record));
  const decided = decideRestore({
    model: caller.model,
    object,
    access: granted,
    deleted: record,
    related: related.related,
    causation: personalCausation(caller, request.command),
    now: ports.clock.now().toISOString(),
  });
  if (!decided.ok) return decided;
  const outcome = await ports.recordStore.commit(caller.workspace, [decided.value]);
  if (!outcome.ok) return failure(commitProblem(caller, decided.value, outcome.failure));
  await restoreDetails(ports, caller, { object, deletion });
  return success(
    await answerFor(ports, caller, { object, record: decided.value.record, loaded: related.records }),
  );
}

async function restoreDetails(
  ports: WritePorts,
  caller: Caller,
  { object, deletion }: { readonly object: ObjectModel; readonly deletion: string | null },
): Promise<void> {
  const { jobStore, undoLog, clock, ids } = ports;
  if (!jobStore || !undoLog || deletion === null) return;
  const { entries } = await undoLog.page(caller.workspace, deletion, null, 1);
  if (entries.length === 0) return;
  const work = {
    operation: deletion,
    of: null,
    userId: caller.user.id,
    objectId: object.id,
    fillsGaps: true,
  };
  await jobStore.create(caller.workspace, undoJob({ clock, ids }, work));
}
