import type { Filter, JsonObject, LocalizedText, RecordRef } from "#engine";
import { get, idempotencyKey, post } from "./http.ts";

/** What is done to every chosen record. */
export type BulkAction =
  | { readonly kind: "edit"; readonly values: JsonObject }
  | { readonly kind: "delete" }
  | { readonly kind: "owner"; readonly owner: string }
  | { readonly kind: "workflow"; readonly workflow: string }
  | {
      readonly kind: "replace";
      readonly field: string;
      readonly find: string;
      readonly replace: string;
      readonly wholeValue?: boolean;
      readonly ignoreCase?: boolean;
    };

export interface BulkRequest {
  readonly object: string;
  /** Null: all records the caller sees. */
  readonly filter: Filter | null;
  readonly action: BulkAction;
}

interface ToldProblem {
  readonly code: string;
  readonly pointer: string;
  readonly message: LocalizedText;
}

export interface BulkPreview {
  readonly count: number;
  readonly countIsMinimum: boolean;
  readonly samples: readonly {
    readonly id: string;
    readonly name: string;
    readonly before?: string;
    readonly after?: string;
    readonly problems: readonly ToldProblem[];
  }[];
}

/** A background job as far as the notice about it needs it. */
export interface StartedJob {
  readonly id: string;
  readonly state: "queued" | "running" | "paused" | "done" | "failed" | "cancelled";
  readonly counts: Readonly<Record<string, number>>;
  readonly errors: readonly { readonly message: LocalizedText }[];
}

export interface BinItem {
  readonly id: string;
  readonly name: string;
  readonly deletedAt: string;
  readonly deletedBy: string;
  readonly until: string;
  readonly follows: RecordRef | null;
}

export interface BinPage {
  readonly items: readonly BinItem[];
  readonly cursor: string | null;
  readonly references: Readonly<Record<string, string>>;
}

export interface BinOutcomes {
  readonly items: readonly { readonly id: string; readonly problems: readonly ToldProblem[] }[];
}

/** Starts a bulk job. */
export function startBulk({ object, ...body }: BulkRequest): Promise<StartedJob> {
  return post<StartedJob>(`/objects/${object}/bulk-jobs`, body, { headers: idempotencyKey() });
}

/** What a bulk job would do, tried on its first records. */
export function previewBulk({ object, ...body }: BulkRequest, signal?: AbortSignal): Promise<BulkPreview> {
  const ask = signal ? { signal } : {};
  return post<BulkPreview>(`/objects/${object}/bulk-jobs`, { ...body, dryRun: true }, ask);
}

export function readJob(id: string): Promise<StartedJob> {
  return get<StartedJob>(`/jobs/${encodeURIComponent(id)}`);
}

/** Starts the job that takes another back. */
export function undoJob(id: string): Promise<StartedJob> {
  return post<StartedJob>(`/jobs/${encodeURIComponent(id)}:undo`, {});
}

/** Deleted records of an object, the last deleted first. */
export function readBin(
  object: string,
  query: { readonly q?: string; readonly cursor?: string | null; readonly limit?: number },
  signal?: AbortSignal,
): Promise<BinPage> {
  return get<BinPage>(`/objects/${object}/bin`, { limit: 50, ...query }, signal);
}

export function restoreFromBin(object: string, ids: readonly string[]): Promise<BinOutcomes> {
  return post<BinOutcomes>(`/objects/${object}/bin:restore`, { ids });
}

/** Removes records for good. */
export function purgeFromBin(object: string, ids: readonly string[]): Promise<BinOutcomes> {
  return post<BinOutcomes>(`/objects/${object}/bin:purge`, { ids });
}
