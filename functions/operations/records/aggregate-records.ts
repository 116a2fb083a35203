import {
  cellsFor,
  failure,
  fitsGroupKey,
  groupCells,
  objectAccess,
  resolveFilter,
  success,
  type CellQuestion,
  type Filter,
  type GroupedRecords,
  type Grouping,
  type JsonObject,
  type ObjectModel,
  type Problem,
  type Result,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { notGroupable, notMeasurable, type AggregateRequest } from "./aggregate-request.ts";
import { filterPaths, pathProblems } from "./field-paths.ts";
import { groupNames } from "./group-names.ts";
import { notFound } from "./problems.ts";
import type { ReferenceNames } from "./reference-names.ts";
import { resolveHops } from "./resolve-hops.ts";
import { walkGroups, type WalkProgress } from "./walk-groups.ts";

/** Records looked at, one by one, for an answer at once; beyond it the answer is not complete. */
const MOST_AGGREGATED = 8_000;
/** The same for an answer that comes line by line. */
export const MOST_STREAMED = 50_000;

export interface AggregateAnswer {
  /** In the order of their keys. */
  readonly groups: GroupedRecords;
  /** The measures over all groups. */
  readonly totals: JsonObject;
  /** False: the groups stand for only some of the records, so they are minimums. */
  readonly complete: boolean;
  /** Whether kept counters answered, which are about a second behind, or the records themselves. */
  readonly source: "counters" | "records";
  readonly itemsRead: number;
  /** Names of the records and people that keys refer to. */
  readonly references: ReferenceNames;
}

export interface AggregatePorts {
  readonly recordStore: RecordStore;
  readonly clock: Clock;
}

export interface AggregateCall extends AggregateRequest {
  readonly object: string;
  /** Default `MOST_AGGREGATED`. */
  readonly budget?: number;
  /** Told after every page of records that was read. */
  readonly onProgress?: (progress: WalkProgress) => void;
}

/** Groups and measures an object's records within the caller's reach; from counters where they know the answer. */
export async function aggregateRecords(
  ports: AggregatePorts,
  caller: Caller,
  request: AggregateCall,
): Promise<Result<AggregateAnswer>> {
  const object = caller.model.objects.get(request.object);
  const granted = objectAccess(caller.access, request.object);
  if (!object || !granted.read) return failure(notFound);
  const problems = accessProblems(caller, object, request);
  if (problems.length > 0) return failure(...problems);
  const now = ports.clock.now().toISOString();
  const filter = await filterOf(ports, caller, { object, filter: request.filter, now });
  if (!filter.ok) return filter;
  const { timeZone } = caller.model.workspace;
  const { groupBy, measures } = request;
  const question: CellQuestion = { groupBy, measures, timeZone, filter: filter.value };
  const counted = await fromCounters(ports, caller, { object, question });
  if (counted) return success(await named(ports, caller, { object, request, answer: counted }));
  const { budget = MOST_AGGREGATED, onProgress } = request;
  const walk = { object, question, budget, now, ...(onProgress ? { onProgress } : {}) };
  const walked = await walkGroups(ports, caller, walk);
  if (!walked.ok) return walked;
  const answer = { ...walked.value, source: "records" as const };
  return success(await named(ports, caller, { object, request, answer }));
}

interface Unnamed extends Pick<AggregateAnswer, "complete" | "source" | "itemsRead"> {
  readonly groups: Grouping;
}

async function named(
  ports: AggregatePorts,
  caller: Caller,
  given: { readonly object: ObjectModel; readonly request: AggregateRequest; readonly answer: Unnamed },
): Promise<AggregateAnswer> {
  const { object, request, answer } = given;
  const groups = answer.groups.groups();
  const references = await groupNames(ports, caller, { object, groupBy: request.groupBy, groups });
  return { ...answer, groups, totals: answer.groups.totals(), references };
}

function accessProblems(caller: Caller, object: ObjectModel, request: AggregateRequest): readonly Problem[] {
  const measured = request.measures.flatMap((one, at) =>
    one.fn === "count" ? [] : [{ path: one.field, pointer: `/measures/${at}/field` }],
  );
  const grouped = request.groupBy.map((key, at) => ({ key, path: key.field, pointer: `/groupBy/${at}` }));
  const hidden = pathProblems(caller, object, [...filterPaths(request.filter), ...grouped, ...measured]);
  if (hidden.length > 0) return hidden;
  return [
    ...grouped
      .filter(({ key, path }) => path.includes(".") || !fitsGroupKey(object, key))
      .map(({ pointer }) => notGroupable(pointer)),
    ...measured
      .filter(({ path }) => object.byName.get(path)?.type.measure === undefined)
      .map(({ pointer }) => notMeasurable(pointer)),
  ];
}

/** The filter without conditions through relations and relative dates. */
async function filterOf(
  ports: AggregatePorts,
  caller: Caller,
  given: { readonly object: ObjectModel; readonly filter: Filter | null; readonly now: string },
): Promise<Result<Filter | null>> {
  const near = await resolveHops(ports, caller, given);
  if (!near.ok || near.value === null) return near;
  const { timeZone } = caller.model.workspace;
  return resolveFilter(given.object, near.value, { now: given.now, timeZone, me: caller.user.id });
}

/** Null: the counters do not know, are being counted again, or have seen no record yet. */
async function fromCounters(
  { recordStore }: AggregatePorts,
  caller: Caller,
  { object, question }: { readonly object: ObjectModel; readonly question: CellQuestion },
): Promise<Unnamed | null> {
  const key = object.recounted ? null : cellsFor(object, question);
  if (key === null) return null;
  const all = await recordStore.cells(caller.workspace, object, { key });
  if (all.length === 0) return null;
  const granted = objectAccess(caller.access, object.apiName);
  const cells = all.filter((one) => granted.seesRecord(one));
  const groups = groupCells(object, question, { key, cells });
  return groups && { groups, complete: true, source: "counters", itemsRead: all.length };
}
