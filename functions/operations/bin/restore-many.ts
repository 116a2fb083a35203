import { failure, objectAccess, success, type Problem, type Result } from "#engine";
import type { Caller } from "../access/caller.ts";
import type { WritePorts } from "../records/command.ts";
import { restoreRecord } from "../records/delete-record.ts";
import { notFound } from "../records/problems.ts";

/** What became of one record of the bin. */
export interface BinOutcome {
  readonly id: string;
  /** Empty: it was done. */
  readonly problems: readonly Problem[];
}

/** Brings records back, each with what was deleted with it; every one on its own. */
export async function restoreMany(
  ports: WritePorts,
  caller: Caller,
  request: { readonly object: string; readonly ids: readonly string[]; readonly command: string },
): Promise<Result<readonly BinOutcome[]>> {
  const { object, ids, command } = request;
  const granted = objectAccess(caller.access, object);
  if (!caller.model.objects.has(object) || !granted.read) return failure(notFound);
  const outcomes: BinOutcome[] = [];
  for (const [at, id] of ids.entries()) {
    const restored = await restoreRecord(ports, caller, { object, id, command: `${command}.${String(at)}` });
    outcomes.push({ id, problems: restored.ok ? [] : restored.problems });
  }
  return success(outcomes);
}
