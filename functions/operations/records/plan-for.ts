import {
  objectAccess,
  planQuery,
  type Filter,
  type ObjectModel,
  type QueryPlan,
  type Result,
  type SortKey,
} from "#engine";
import type { Caller } from "../access/caller.ts";

export interface PlanFor {
  readonly object: ObjectModel;
  /** Without conditions through relations. */
  readonly filter: Filter | null;
  readonly sort: readonly SortKey[];
  readonly limit: number;
  /** API names; null: whole records. */
  readonly columns: readonly string[] | null;
  /** RFC 3339 UTC. */
  readonly now: string;
}

/** Plans a query within the caller's scope: what is out of reach is not read rather than left out afterwards. */
export function planFor(caller: Caller, request: PlanFor): Result<QueryPlan> {
  return planQuery({
    ...request,
    scope: objectAccess(caller.access, request.object.apiName).scope,
    timeZone: caller.model.workspace.timeZone,
    me: caller.user.id,
  });
}
