import type { LocalizedText } from "#engine";

/** A background job: state, progress, counts, errors (http-api.md, `GET /jobs`). */
export interface Job {
  readonly id: string;
  /** `index-build`, `import`, … (operations/jobs/kinds.ts). */
  readonly kind: string;
  /** `paused` waits for a person; `done`, `failed` and `cancelled` are ends. */
  readonly state: "queued" | "running" | "paused" | "done" | "failed" | "cancelled";
  /** 0–1. */
  readonly progress: number;
  readonly counts: Readonly<Record<string, number>>;
  /** The first of them; all are in `JobStore.errors`. */
  readonly errors: readonly JobError[];
  /** What the job works on; JSON only. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Where it resumes. */
  readonly cursor: Readonly<Record<string, unknown>> | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  /** Optimistic lock, from 1. */
  readonly revision: number;
  /** Deliveries asked for so far; a higher one asks for another. Absent: 1. */
  readonly ticket?: number;
  /** The delivery that works on it now; only that one may save progress. */
  readonly worker?: string | null;
  /** Part of the time the job may work, above 0 to 1. Absent: as the throttle decides. */
  readonly share?: number;
  /** Milliseconds of work so far, without pauses. */
  readonly activeMs?: number;
  /** Seconds left at the present rate; null: not known. */
  readonly etaSeconds?: number | null;
  /** Records per second while it works. */
  readonly rate?: number | null;
  /** Outages in a row. */
  readonly outages?: number;
  /** Where the undo log has what the job did, until when (RFC 3339 UTC), and the job that undoes it; absent: no undo. */
  readonly undo?: { readonly operation: string; readonly until: string; readonly job: string | null };
}

/** One record, row or value the job could not do. */
export interface JobError {
  /** Row of a file, from 1; null: none. */
  readonly row: number | null;
  readonly code: string;
  readonly message: LocalizedText;
  /** The record concerned. */
  readonly record?: { readonly object: string; readonly id: string; readonly name: string };
}

/** An error under a name of its own, so that a piece of work done twice lists it once. */
export interface KeyedJobError extends JobError {
  readonly key: string;
}

export interface JobPage {
  readonly items: readonly Job[];
  /** Id of the last one; null at the end. */
  readonly after: string | null;
}

export interface JobErrorPage {
  readonly items: readonly KeyedJobError[];
  readonly after: string | null;
}

export interface JobStore {
  /** Stores the job; the stream turns it into `crm.job.requested`. */
  create(workspace: string, job: Job): Promise<void>;
  get(workspace: string, id: string): Promise<Job | null>;
  /** False when the stored revision is not `job.revision - 1`. A higher ticket becomes `crm.job.requested`. */
  save(workspace: string, job: Job): Promise<boolean>;
  /** Newest first. */
  list(workspace: string, limit: number): Promise<readonly Job[]>;
  /** Newest first, after the id of the page before. */
  page(workspace: string, request: PageOf): Promise<JobPage>;
  /** Adds to the job's list; the same key again replaces. */
  addErrors(workspace: string, id: string, errors: readonly KeyedJobError[]): Promise<void>;
  /** In the order of their keys. */
  errors(workspace: string, id: string, request: PageOf): Promise<JobErrorPage>;
  clearErrors(workspace: string, id: string): Promise<void>;
}

interface PageOf {
  readonly limit: number;
  readonly after: string | null;
}
