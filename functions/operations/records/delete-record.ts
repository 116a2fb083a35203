import {
  decideDelete,
  decideRestore,
  failure,
  isStaleFor,
  objectAccess,
  success,
  type Causation,
  type ObjectModel,
  type Result,
} from "#engine";
import type { Caller } from "../access/caller.ts";
import { personalCausation, type WritePorts } from "./command.ts";
import { commitProblem } from "./commit-problem.ts";
import { answerFor, isRecordId, loadVisible, type RecordAnswer } from "./get-record.ts";
import { hasDetails } from "./cascade-restore-job.ts";
import { loadDependents, MAX_FOLLOWERS } from "./load-dependents.ts";
import { loadRelated } from "./load-related.ts";
import { forbidden, notFound, stillReferenced, versionMismatch } from "./problems.ts";
import { refsOf } from "./reference-names.ts";
import { startCascade } from "./start-cascade.ts";

export interface DeleteRecord {
  readonly object: string;
  readonly id: string;
  /** Version the caller saw; null deletes whatever is stored. */
  readonly expectedVersion: number | null;
  readonly command: string;
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
  if (dependents.value === "many") {
    const { jobStore } = ports;
    if (!jobStore) return failure(stillReferenced(object.definition.pluralLabel, `${MAX_FOLLOWERS}+`));
    const work = { kind: "cascade-delete", object, id: record.id, causation } as const;
    return success({ job: await startCascade({ ...ports, jobStore }, caller, work) });
  }
  const about = { model: caller.model, now, causation };
  const followers = dependents.value.map((make) => make(about));
  const refusal = followers.find((one) => !one.ok);
  if (refusal) return refusal;
  const writes = [decided.value, ...followers.flatMap((one) => (one.ok ? [one.value] : []))];
  const outcome = await ports.recordStore.commit(caller.workspace, writes);
  return outcome.ok ? success(null) : failure(commitProblem(caller, decided.value, outcome.failure));
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
  await restoreDetails(ports, caller, {
    object,
    id: request.id,
    deletion,
    causation: decided.value.causation,
  });
  return success(
    await answerFor(ports, caller, { object, record: decided.value.record, loaded: related.records }),
  );
}

async function restoreDetails(
  ports: WritePorts,
  caller: Caller,
  restored: {
    readonly object: ObjectModel;
    readonly id: string;
    readonly deletion: string | null;
    readonly causation: Causation;
  },
): Promise<void> {
  const { object, id, deletion, causation } = restored;
  const { jobStore } = ports;
  if (!jobStore || deletion === null || !hasDetails(caller.model, object)) return;
  const work = { kind: "cascade-restore", object, id, causation, deletion } as const;
  await startCascade({ ...ports, jobStore }, caller, work);
}
