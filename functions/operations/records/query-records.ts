import {
  failure,
  fieldNameById,
  needsIndex,
  objectAccess,
  orderOf,
  pageReader,
  success,
  type IndexAdvice,
  type ObjectModel,
  type Result,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { PagePosition, RecordPage, RecordStore } from "../../ports/record-store.ts";
import type { Signer } from "../../ports/signer.ts";
import type { Caller } from "../access/caller.ts";
import { countRecords, type RecordCount } from "./count-records.ts";
import { badCursor, openCursor, sealCursor, type CursorBinding } from "./cursor.ts";
import { filterPaths, pathProblems } from "./field-paths.ts";
import { planBlindly, planPage, type KnownPlanning, type PlanFor } from "./plan-for.ts";
import { notFound } from "./problems.ts";
import { explained, type QueryExplanation } from "./query-explanation.ts";
import { queryItems, type QueryItems } from "./query-items.ts";
import type { QueryRequest } from "./query-request.ts";
import { splitHops, type SplitFilter } from "./resolve-hops.ts";

export interface QueryPorts {
  readonly recordStore: RecordStore;
  readonly clock: Clock;
  readonly signer: Signer;
}

export interface QueryAnswer extends QueryItems {
  readonly cursor: string | null;
  /** True when the read budget ended before the page was full; the cursor continues. */
  readonly partial?: true;
  readonly count?: number;
  readonly countIsMinimum?: true;
  readonly explain?: QueryExplanation;
}

/** One page of an object's records; scope and field access are part of the question, not of the answer. */
export async function queryRecords(
  ports: QueryPorts,
  caller: Caller,
  request: QueryRequest & { readonly object: string },
): Promise<Result<QueryAnswer>> {
  const prepared = await prepareQuery(ports, caller, request);
  if (!prepared.ok) return prepared;
  const { object, split } = prepared.value;
  const { filter, admits, checks } = split;
  const counting = { object, filter, ...(admits ? { admits } : {}), ...(checks ? { checks } : {}) };
  const [read, counted] = await Promise.all([
    readPage(ports, caller, { ...prepared.value, request }),
    request.count ? countRecords(ports, caller, counting) : null,
  ]);
  if (!read.ok) return read;
  const { page, planning } = read.value;
  const granted = objectAccess(caller.access, object.apiName);
  const records = page.items.filter((record) => granted.seesRecord(record));
  const presented = await queryItems(ports, caller, { object, records, fields: request.fields });
  const position = page.position && { plan: planning.name, at: page.position };
  return success({
    ...presented,
    cursor:
      position && sealCursor(ports.signer, prepared.value.binding, { position, now: ports.clock.now() }),
    ...(page.complete ? {} : { partial: true as const }),
    ...counts(counted),
    ...(request.explain ? { explain: explained(planning, page, (slot) => indexIn(object, slot)) } : {}),
  });
}

interface PreparedQuery {
  readonly object: ObjectModel;
  readonly split: SplitFilter;
  readonly binding: CursorBinding;
  readonly position: Position | null;
}

/** Where a page before ended, and by what plan it was read. */
interface Position {
  readonly plan: string;
  readonly at: PagePosition;
}

async function prepareQuery(
  ports: QueryPorts,
  caller: Caller,
  request: QueryRequest & { readonly object: string },
): Promise<Result<PreparedQuery>> {
  const object = caller.model.objects.get(request.object);
  const granted = objectAccess(caller.access, request.object);
  if (!object || !granted.read) return failure(notFound);
  const named = [
    ...filterPaths(request.filter),
    ...request.sort.map((one, at) => ({ path: one.field, pointer: `/sort/${at}/field` })),
    ...(request.fields ?? []).map((path, at) => ({ path, pointer: `/fields/${at}` })),
  ];
  const problems = pathProblems(caller, object, named);
  if (problems.length > 0) return failure(...problems);
  const binding = bindingOf(caller, object, request);
  const position = openPosition(ports, binding, request.cursor);
  if (!position.ok) return position;
  const now = ports.clock.now().toISOString();
  const split = await splitHops(ports, caller, { object, filter: request.filter, now });
  return split.ok ? success({ object, split: split.value, binding, position: position.value }) : split;
}

interface ReadPage {
  readonly page: RecordPage;
  readonly planning: KnownPlanning;
}

/** Reads the page by the cheapest plan; by the best one that needs no counts where those turn out to be wrong. */
async function readPage(
  ports: QueryPorts,
  caller: Caller,
  given: PreparedQuery & { readonly request: QueryRequest },
): Promise<Result<ReadPage>> {
  const { object, position } = given;
  const asked = planRequest(ports, given);
  const planned = await planPage(ports, caller, asked);
  if (!planned.ok) return planned;
  if (position && orderOf(planned.value.name) !== orderOf(position.plan)) return failure(badCursor);
  const isHopeless = isTooLarge(planned.value);
  const page = isHopeless ? null : await readBy(ports, caller, { ...given, planning: planned.value });
  if (page && !isUnanswered(page)) return success({ page, planning: planned.value });
  const blind = planBlindly(caller, asked);
  if (blind.ok && blind.value.plan.mode === "walk" && blind.value.name !== planned.value.name) {
    const again = await readBy(ports, caller, { ...given, planning: blind.value });
    return success({ page: again, planning: blind.value });
  }
  return failure(needsIndex(object, planned.value.plan, planned.value.advice));
}

function planRequest(ports: QueryPorts, given: PreparedQuery & { readonly request: QueryRequest }): PlanFor {
  const { object, split, position, request } = given;
  const { sort, limit, fields, offset } = request;
  return {
    object,
    filter: split.filter,
    sort,
    limit: limit + offset,
    columns: fields && [...new Set(fields.map((path) => path.split(".")[0] ?? path))],
    now: ports.clock.now().toISOString(),
    ...(split.checks ? { checks: split.checks } : {}),
    ...(position ? { prefer: position.plan } : {}),
  };
}

function readBy(
  ports: QueryPorts,
  caller: Caller,
  given: PreparedQuery & { readonly request: QueryRequest; readonly planning: KnownPlanning },
): Promise<RecordPage> {
  const { object, split, position, request, planning } = given;
  const { admits } = split;
  const reader = { ...pageReader(object, request.sort), ...(admits ? { admits } : {}) };
  const { limit, offset } = request;
  const at = position?.at ?? null;
  return ports.recordStore.query(caller.workspace, {
    ...{ object, plan: planning.plan, limit, position: at, reader },
    ...(offset > 0 ? { offset } : {}),
  });
}

/** The counts say that all records would have to be sorted, and that they are too many. */
function isTooLarge({ plan, total }: KnownPlanning): boolean {
  return plan.mode === "collect" && plan.source === "base" && total !== null && total > plan.budget * 1.2;
}

/** A plan that had to collect and sort more than its budget, or to pass over it, ends with nothing. */
function isUnanswered(page: RecordPage): boolean {
  return !page.complete && page.position === null && page.items.length === 0;
}

function bindingOf(caller: Caller, object: ObjectModel, request: QueryRequest): CursorBinding {
  const { scope } = objectAccess(caller.access, object.apiName);
  const reach = scope.kind === "all" ? "all" : [...scope.owners].sort();
  const question = JSON.stringify([object.id, request.filter, request.sort, request.fields, reach]);
  return { workspace: caller.workspace, userId: caller.user.id, question };
}

function openPosition(
  ports: QueryPorts,
  binding: CursorBinding,
  cursor: string | null,
): Result<Position | null> {
  if (cursor === null) return success(null);
  const opened = openCursor(ports.signer, binding, { cursor, now: ports.clock.now() });
  return opened.ok ? success(opened.value as Position) : opened;
}

function counts(counted: RecordCount | null): Pick<QueryAnswer, "count" | "countIsMinimum"> {
  if (!counted) return {};
  return { count: counted.count, ...(counted.isMinimum ? { countIsMinimum: true as const } : {}) };
}

/** The index in a slot as an administrator would name it; null: the records themselves. */
function indexIn(object: ObjectModel, slot: string): IndexAdvice | null {
  const index = object.indexes.find((one) => one.slot === slot);
  if (!index) return null;
  const nameOf = (id: string): string => fieldNameById(object, id) ?? id;
  return {
    equal: index.equal.map(nameOf),
    ...(index.sort === null ? {} : { sort: nameOf(index.sort) }),
  };
}
