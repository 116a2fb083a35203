import {
  failure,
  needsIndex,
  objectAccess,
  pageReader,
  presentRecord,
  success,
  type Filter,
  type JsonObject,
  type ObjectModel,
  type PresentedRecord,
  type QueryPlan,
  type Result,
  type StoredRecord,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { PagePosition, RecordPage, RecordStore } from "../../ports/record-store.ts";
import type { Signer } from "../../ports/signer.ts";
import type { Caller } from "../access/caller.ts";
import { countRecords, type RecordCount } from "./count-records.ts";
import { openCursor, sealCursor, type CursorBinding } from "./cursor.ts";
import { filterPaths, pathProblems, resolvePath } from "./field-paths.ts";
import { planFor } from "./plan-for.ts";
import { notFound } from "./problems.ts";
import { readHopColumns } from "./hop-columns.ts";
import type { QueryRequest } from "./query-request.ts";
import { referenceFields, referenceNames, type ReferenceNames } from "./reference-names.ts";
import { resolveHops } from "./resolve-hops.ts";

export interface QueryPorts {
  readonly recordStore: RecordStore;
  readonly clock: Clock;
  readonly signer: Signer;
}

/** An item with only the columns asked for. */
export type PartialRecord = Pick<PresentedRecord, "id" | "object" | "owner" | "createdAt" | "values">;

export interface QueryAnswer {
  readonly items: readonly (PresentedRecord | PartialRecord)[];
  readonly cursor: string | null;
  readonly references: ReferenceNames;
  /** True when the read budget ended before the page was full; the cursor continues. */
  readonly partial?: true;
  readonly count?: number;
  readonly countIsMinimum?: true;
  readonly explain?: QueryExplanation;
}

export interface QueryExplanation {
  readonly plan: Pick<QueryPlan, "source" | "mode" | "direction" | "residual" | "hydrate" | "budget">;
  readonly ranges: number;
  readonly itemsRead: number;
  readonly capacity: number;
}

/** One page of an object's records; scope and field access are part of the question, not of the answer. */
export async function queryRecords(
  ports: QueryPorts,
  caller: Caller,
  request: QueryRequest & { readonly object: string },
): Promise<Result<QueryAnswer>> {
  const prepared = await prepareQuery(ports, caller, request);
  if (!prepared.ok) return prepared;
  const { object, plan, filter } = prepared.value;
  const binding = bindingOf(caller, object, request);
  const position = openPosition(ports, binding, request.cursor);
  if (!position.ok) return position;
  const reader = pageReader(object, request.sort);
  const read = { object, plan, limit: request.limit, position: position.value, reader };
  const [page, counted] = await Promise.all([
    ports.recordStore.query(caller.workspace, read),
    request.count ? countRecords(ports, caller, { object, filter }) : null,
  ]);
  if (isUnanswered(page)) return failure(needsIndex(object, plan));
  const granted = objectAccess(caller.access, object.apiName);
  const records = page.items.filter((record) => granted.seesRecord(record));
  const presented = await present(ports, caller, { object, records, fields: request.fields });
  return success({
    ...presented,
    cursor: nextCursor(ports, binding, page),
    ...(page.complete ? {} : { partial: true as const }),
    ...counts(counted),
    ...(request.explain ? { explain: explained(plan, page) } : {}),
  });
}

/** A plan that had to collect and sort more than its budget ends with nothing. */
function isUnanswered(page: RecordPage): boolean {
  return !page.complete && page.position === null && page.items.length === 0;
}

interface PreparedQuery {
  readonly object: ObjectModel;
  readonly filter: Filter | null;
  readonly plan: QueryPlan;
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
  const now = ports.clock.now().toISOString();
  const filter = await resolveHops(ports, caller, { object, filter: request.filter, now });
  if (!filter.ok) return filter;
  const { sort, limit, fields } = request;
  const columns = fields && [...new Set(fields.map((path) => path.split(".")[0] ?? path))];
  const plan = planFor(caller, { object, filter: filter.value, sort, limit, columns, now });
  return plan.ok ? success({ object, filter: filter.value, plan: plan.value }) : plan;
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
): Result<PagePosition | null> {
  if (cursor === null) return success(null);
  const opened = openCursor(ports.signer, binding, { cursor, now: ports.clock.now() });
  return opened.ok ? success(opened.value as PagePosition) : opened;
}

function nextCursor(ports: QueryPorts, binding: CursorBinding, page: RecordPage): string | null {
  if (page.position === null) return null;
  return sealCursor(ports.signer, binding, { position: page.position, now: ports.clock.now() });
}

function counts(counted: RecordCount | null): Pick<QueryAnswer, "count" | "countIsMinimum"> {
  if (!counted) return {};
  return { count: counted.count, ...(counted.isMinimum ? { countIsMinimum: true as const } : {}) };
}

function explained(plan: QueryPlan, page: RecordPage): QueryExplanation {
  const { source, mode, direction, residual, hydrate, budget } = plan;
  return {
    plan: { source, mode, direction, residual, hydrate, budget },
    ranges: plan.ranges.length,
    itemsRead: page.itemsRead,
    capacity: page.capacity,
  };
}

async function present(
  ports: QueryPorts,
  caller: Caller,
  given: {
    readonly object: ObjectModel;
    readonly records: readonly StoredRecord[];
    readonly fields: readonly string[] | null;
  },
): Promise<Pick<QueryAnswer, "items" | "references">> {
  const { object, records, fields } = given;
  const granted = objectAccess(caller.access, object.apiName);
  const whole = records.map((record) => presentRecord(object, record, granted));
  const columns = fields?.map((path) => path.split(".")[0] ?? path) ?? null;
  const mentioning = referenceFields(object, caller.access, columns);
  const hops = (fields ?? []).flatMap((path) => resolvePath(caller, object, path)?.hop ?? []);
  if (!fields) {
    return { items: whole, references: await referenceNames(ports, caller, { records, fields: mentioning }) };
  }
  const joined = await readHopColumns(ports, caller, { records, hops });
  const names = { records, fields: mentioning, loaded: joined.loaded };
  const references = await referenceNames(ports, caller, names);
  const items = whole.map((record, at): PartialRecord => {
    const { id, object: name, owner, createdAt } = record;
    const values = { ...narrowed(record, fields), ...joined.values[at] };
    return { id, object: name, owner, createdAt, values };
  });
  return { items, references };
}

/** Only the named values; a system property that was named stands among them. */
function narrowed(record: PresentedRecord, fields: readonly string[]): JsonObject {
  const all: Readonly<Record<string, unknown>> = { ...record };
  return Object.fromEntries(
    fields
      .filter((name) => !name.includes("."))
      .flatMap((name) => {
        const value = Object.hasOwn(record.values, name) ? record.values[name] : all[name];
        return value === undefined ? [] : [[name, value]];
      }),
  ) as JsonObject;
}
