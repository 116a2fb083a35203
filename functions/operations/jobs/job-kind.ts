import type { DuplicateStore } from "../../ports/duplicate-store.ts";
import type { Job, KeyedJobError } from "../../ports/job-store.ts";
import type { BackfillPorts } from "../backfill/backfill-ports.ts";
import type { ExportPorts } from "../exports/export-ports.ts";
import type { ImportJobPorts } from "../imports/import-ports.ts";
import type { JobRecords } from "../../ports/job-records.ts";
import type { RunPorts } from "../runs/run-ports.ts";
import type { UndoPorts } from "../undo/undo-ports.ts";

export type JobPorts = BackfillPorts &
  ImportJobPorts &
  ExportPorts &
  UndoPorts &
  RunPorts & { readonly jobRecords: JobRecords } & { readonly duplicateStore: DuplicateStore };

/** What one piece of work came to. */
export interface JobStep {
  /** Where the next piece begins. */
  readonly cursor: Job["cursor"];
  /** Totals so far. */
  readonly counts: Job["counts"];
  /** 0–1. */
  readonly progress: number;
  /** Records looked at by this piece. */
  readonly done: number;
  /** Records left after it; null: not known. */
  readonly left: number | null;
  readonly errors: readonly KeyedJobError[];
  /** Set when there is no more to do. */
  readonly end: "done" | "failed" | "cancelled" | null;
}

/** What a kind of job does. A piece of work takes about a second, and doing it again changes nothing. */
export type JobKind =
  | { readonly step: (ports: JobPorts, workspace: string, job: Job) => Promise<JobStep> }
  /** Saves its own progress; begun again, it begins at the beginning. */
  | { readonly run: (ports: JobPorts, workspace: string, job: Job) => Promise<unknown> };
