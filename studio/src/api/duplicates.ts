import type { Comparison, Json, JsonObject } from "#engine";
import type { RecordAnswer } from "./answers.ts";
import { call, get, post } from "./http.ts";

/** A record that is like another one, and why. */
export interface Duplicate {
  readonly id: string;
  readonly name: string;
  /** 0–100. */
  readonly score: number;
  /** API name of the rule. */
  readonly rule: string;
  readonly reasons: readonly {
    readonly field: string;
    readonly comparison: Comparison;
    /** 0–100. */
    readonly score: number;
    readonly here: Json;
    readonly there: Json;
  }[];
}

export interface FoundDuplicates {
  readonly items: readonly Duplicate[];
  readonly action: "allow" | "warn" | "block";
}

/** A record with those that are like it. */
export interface DuplicateGroup {
  readonly id: string;
  readonly name: string;
  readonly others: readonly Duplicate[];
}

export type MergeAnswer =
  { readonly record: RecordAnswer; readonly merge: string } | { readonly job: string };

/** Records that these values, or this record, duplicate. */
export function checkDuplicates(
  object: string,
  body: { readonly values?: JsonObject; readonly id?: string },
  signal?: AbortSignal,
): Promise<FoundDuplicates> {
  return post<FoundDuplicates>(`/objects/${object}/duplicates:check`, body, signal ? { signal } : {});
}

/** Duplicates that were found and wait to be looked at. */
export function listDuplicates(
  object: string,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<{ readonly items: readonly DuplicateGroup[]; readonly cursor: string | null }> {
  return get(`/objects/${object}/duplicates`, { cursor }, signal);
}

/** Starts looking through all records of an object. */
export function findDuplicates(object: string): Promise<{ readonly job: string }> {
  return post(`/objects/${object}/duplicates:find`);
}

/** Remembers that records are no duplicates. */
export async function dismissDuplicates(
  object: string,
  id: string,
  others: readonly string[],
): Promise<void> {
  await call(`/objects/${object}/duplicates:dismiss`, { method: "POST", body: { id, others } });
}

/** Lets other records become part of one. */
export function mergeRecords(
  target: { readonly object: string; readonly id: string; readonly version: number },
  body: { readonly others: readonly string[]; readonly values: Readonly<Record<string, string>> },
): Promise<MergeAnswer> {
  return post<MergeAnswer>(`/objects/${target.object}/records/${target.id}:merge`, {
    ...body,
    version: target.version,
  });
}

export function undoMerge(id: string): Promise<{ readonly job: string }> {
  return post(`/merges/${id}:undo`);
}

/** Starts bringing an object's stored values to the form that its fields ask for. */
export function normalizeValues(object: string): Promise<{ readonly job: string }> {
  return post(`/objects/${object}/values:normalize`);
}
