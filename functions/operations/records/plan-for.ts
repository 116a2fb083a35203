import {
  objectAccess,
  planChoices,
  planQuery,
  type Filter,
  type ObjectModel,
  type Planning,
  type PlanRequest,
  type QueryPlan,
  type Result,
  type SortKey,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { objectStatistics } from "./object-statistics.ts";

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
  /** As in `PlanRequest`. */
  readonly anyOrder?: true;
  readonly checks?: readonly string[];
  readonly prefer?: string;
}

/** Plans a query within the caller's scope: what is out of reach is not read rather than left out afterwards. */
export function planFor(caller: Caller, request: PlanFor): Result<QueryPlan> {
  return planQuery(withinReach(caller, request));
}

/** A plan, and whether it was chosen by what is counted of the object. */
export interface KnownPlanning extends Planning {
  /** Records of the object; null: not looked up, because it made no difference, or not known. */
  readonly total: number | null;
}

/**
 * The plan for a page. Counts are looked up only where the choice depends on them, which it does not when every entry
 * that is read is wanted.
 */
export async function planPage(
  ports: { readonly recordStore: RecordStore; readonly clock: Clock },
  caller: Caller,
  request: PlanFor,
): Promise<Result<KnownPlanning>> {
  const asked = withinReach(caller, request);
  const plain = planChoices(asked);
  if (!plain.ok || isOneRange(plain.value.plan)) return known(plain, null);
  const { object, filter } = asked;
  const statistics = await objectStatistics(ports, caller.workspace, { object, filter });
  return known(planChoices({ ...asked, statistics }), statistics?.total ?? null);
}

/** The plan for a page as if nothing were known of the object; counts may lag behind a great many new records. */
export function planBlindly(caller: Caller, request: PlanFor): Result<KnownPlanning> {
  return known(planChoices(withinReach(caller, request)), null);
}

function known(planning: Result<Planning>, total: number | null): Result<KnownPlanning> {
  return planning.ok ? { ok: true, value: { ...planning.value, total } } : planning;
}

function withinReach(caller: Caller, request: PlanFor): PlanRequest {
  return {
    ...request,
    scope: objectAccess(caller.access, request.object.apiName).scope,
    timeZone: caller.model.workspace.timeZone,
    me: caller.user.id,
  };
}

function isOneRange({ mode, residual, checks }: QueryPlan): boolean {
  return mode === "walk" && residual === null && !checks;
}
