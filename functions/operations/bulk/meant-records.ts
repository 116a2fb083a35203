import {
  failure,
  needsIndex,
  objectAccess,
  pageReader,
  success,
  type Filter,
  type ObjectModel,
  type Result,
  type StoredRecord,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { PagePosition, RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { filterPaths, pathProblems } from "../records/field-paths.ts";
import { planFor } from "../records/plan-for.ts";
import { notFound } from "../records/problems.ts";
import { resolveHops } from "../records/resolve-hops.ts";

/** Some of the records a filter means, as far as this person sees them. */
export interface MeantPage {
  readonly records: readonly StoredRecord[];
  /** Continues after these; null at the end. */
  readonly position: PagePosition | null;
}

/** Reads the next records that meet a filter. */
export async function meantRecords(
  ports: { readonly recordStore: RecordStore; readonly clock: Clock },
  caller: Caller,
  request: {
    readonly object: ObjectModel;
    readonly filter: Filter | null;
    readonly position: PagePosition | null;
    readonly limit: number;
  },
): Promise<Result<MeantPage>> {
  const { object, position, limit } = request;
  const granted = objectAccess(caller.access, object.apiName);
  if (!granted.read) return failure(notFound);
  const problems = pathProblems(caller, object, filterPaths(request.filter));
  if (problems.length > 0) return failure(...problems);
  const at = { object, filter: request.filter, now: ports.clock.now().toISOString() };
  const filter = await resolveHops(ports, caller, at);
  if (!filter.ok) return filter;
  const plan = planFor(caller, { ...at, filter: filter.value, sort: [], limit, columns: null });
  if (!plan.ok) return plan;
  const page = await ports.recordStore.query(caller.workspace, {
    ...{ object, plan: plan.value, limit, position },
    reader: pageReader(object, []),
  });
  if (!page.complete && page.position === null) return failure(needsIndex(object, plan.value));
  return success({
    records: page.items.filter((one) => granted.seesRecord(one)),
    position: page.position,
  });
}
