import type { Filter, JsonObject, SortKey } from "#engine";
import type {
  AggregateAnswer,
  QueryAnswer,
  RecordAnswer,
  StatisticsAnswer,
  TimelineAnswer,
} from "./answers.ts";
import { call, get, idempotencyKey, post } from "./http.ts";

export interface RecordQuery {
  readonly filter?: Filter | undefined;
  readonly sort?: readonly SortKey[] | undefined;
  readonly fields?: readonly string[];
  readonly limit?: number;
  readonly cursor?: string | null;
  /** Matching records to pass over, 0–10,000; not with a cursor. */
  readonly offset?: number;
  readonly count?: boolean;
  readonly explain?: boolean;
}

/** One page of an object's records. */
export function queryRecords(object: string, query: RecordQuery, signal?: AbortSignal): Promise<QueryAnswer> {
  return post<QueryAnswer>(`/objects/${object}/query`, query, signal ? { signal } : {});
}

/** Groups with their measures. */
export function aggregateRecords(
  object: string,
  body: {
    readonly filter?: Filter | undefined;
    readonly groupBy?: readonly string[];
    readonly measures: readonly { readonly fn: string; readonly field?: string }[];
  },
  signal?: AbortSignal,
): Promise<AggregateAnswer> {
  return post<AggregateAnswer>(`/objects/${object}/aggregate`, body, signal ? { signal } : {});
}

/** How well the fields of an object are filled. */
export function readStatistics(object: string, signal?: AbortSignal): Promise<StatisticsAnswer> {
  return get<StatisticsAnswer>(`/objects/${object}/statistics`, {}, signal);
}

export function readRecord(object: string, id: string, signal?: AbortSignal): Promise<RecordAnswer> {
  return get<RecordAnswer>(pathOf(object, id), {}, signal);
}

/** What to do when a duplicate rule warns: refuse with 409 `possible_duplicate`, or save all the same. */
export type DuplicateHandling = "ask" | "allow";

export function createRecord(
  object: string,
  values: JsonObject,
  duplicates?: DuplicateHandling,
): Promise<RecordAnswer> {
  const headers = idempotencyKey();
  return post<RecordAnswer>(`/objects/${object}/records`, { values }, { headers, query: { duplicates } });
}

/** Changes a record that is still at `version`; 412 when it moved, null overwrites knowingly. */
export async function updateRecord(
  target: { readonly object: string; readonly id: string; readonly version: number | null },
  change: { readonly values?: JsonObject; readonly owner?: string },
  duplicates?: DuplicateHandling,
): Promise<RecordAnswer> {
  const answer = await call<RecordAnswer>(pathOf(target.object, target.id), {
    method: "PATCH",
    query: { duplicates },
    body: change,
    headers: { "If-Match": ifMatch(target.version) },
  });
  return answer.body;
}

/** Moves a record to the bin. */
export async function deleteRecord(target: {
  readonly object: string;
  readonly id: string;
  readonly version: number | null;
}): Promise<void> {
  await call(pathOf(target.object, target.id), {
    method: "DELETE",
    headers: { "If-Match": ifMatch(target.version) },
  });
}

/** Brings a record back from the bin. */
export function restoreRecord(object: string, id: string): Promise<RecordAnswer> {
  return post<RecordAnswer>(`${pathOf(object, id)}:restore`);
}

export function readTimeline(
  target: { readonly object: string; readonly id: string },
  cursor: string | null,
): Promise<TimelineAnswer> {
  return get<TimelineAnswer>(`${pathOf(target.object, target.id)}/timeline`, { limit: 30, cursor });
}

function pathOf(object: string, id: string): string {
  return `/objects/${object}/records/${encodeURIComponent(id)}`;
}

function ifMatch(version: number | null): string {
  return version === null ? "*" : `"${String(version)}"`;
}
