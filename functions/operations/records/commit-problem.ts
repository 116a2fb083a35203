import { combinationId, objectAccess, type Problem, type RecordWrite } from "#engine";
import type { CommitFailure } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { hiddenViolation, invalidReference, uniqueViolation, versionMismatch } from "./problems.ts";

/** What to tell the caller about a commit that did not happen; never about values or records out of reach. */
export function commitProblem(caller: Caller, write: RecordWrite, failed: CommitFailure): Problem {
  if (failed.reason === "stale") return versionMismatch(failed.current?.version ?? null);
  if (failed.reason === "exists") return versionMismatch(null);
  if (failed.reason === "guard") {
    const { missing } = failed;
    return invalidReference(fieldPointer(write, missing.id));
  }
  return claimedProblem(caller, write, failed.fieldId);
}

/** A single field, or the first of a combination: which of them clashes is told only to who may see them all. */
function claimedProblem(caller: Caller, { object }: RecordWrite, claimId: string): Problem {
  const access = objectAccess(caller.access, object.apiName);
  const combination = (object.definition.uniques ?? []).find((one) => combinationId(one) === claimId);
  const single = object.byId.get(claimId)?.apiName;
  const names = combination?.fields ?? (single === undefined ? [] : [single]);
  const [first] = names;
  if (first === undefined || names.some((name) => access.field(name) === "none")) return hiddenViolation;
  return uniqueViolation(`/values/${first}`, combination?.label);
}

/** Pointer of the field whose value mentions the record. */
function fieldPointer(write: RecordWrite, id: string): string {
  const field = write.object.fields.find((one) => {
    const value = write.record.values[one.id];
    if (value === undefined || value === null || !one.type.references) return false;
    const refs = one.type.references(one.type.storage.decode(value), one.settings);
    return refs.some((ref) => ref.id === id);
  });
  return field ? `/values/${field.apiName}` : "";
}
