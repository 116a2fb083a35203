import { objectAccess, type Problem, type RecordWrite } from "#engine";
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
  const field = write.object.byId.get(failed.fieldId);
  const level = field ? objectAccess(caller.access, write.object.apiName).field(field.apiName) : "none";
  return field && level !== "none" ? uniqueViolation(`/values/${field.apiName}`) : hiddenViolation;
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
