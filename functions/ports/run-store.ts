import type { EventEnvelope, FlowDocument, RecordRef, RecordWrite, RunState, StepTrace } from "#engine";
import type { CommitFailure } from "./record-store.ts";
import type { NotificationEntry } from "./notification-store.ts";
import type { SendRecord } from "./send-store.ts";

/** Everything one step of a run changes; all of it happens, or nothing. */
export interface RunCommit {
  readonly state: RunState;
  /** Revision that must be stored; null: the run must not exist. */
  readonly expectedRev: number | null;
  readonly trace: readonly StepTrace[];
  /** Keys of effects that must not have happened yet. */
  readonly effects: readonly string[];
  readonly timer: { readonly at: string; readonly token: string } | null;
  readonly writes: readonly RecordWrite[];
  readonly sends: readonly SendRecord[];
  readonly notifications: readonly NotificationEntry[];
  /** Published once the commit has happened; absent: none. */
  readonly outbox?: readonly EventEnvelope[];
}

/** Nothing was written: the run moved on (or exists), or a record write was refused. */
export type RunCommitOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: "moved" }
  | { readonly ok: false; readonly reason: "record"; readonly failure: CommitFailure };

export interface RunPage {
  readonly items: readonly RunState[];
  /** Continues after the last item; null at the end. */
  readonly position: string | null;
}

/** Runs with their history; every method takes the workspace first. */
export interface RunStore {
  /** Strongly consistent. */
  get(workspace: string, id: string): Promise<RunState | null>;
  commit(workspace: string, commit: RunCommit): Promise<RunCommitOutcome>;
  /** Keeps a definition's snapshot under its content hash; the same again changes nothing. */
  saveFlow(workspace: string, hash: string, flow: FlowDocument): Promise<void>;
  flow(workspace: string, hash: string): Promise<FlowDocument | null>;
  /** Steps of a run in order. */
  steps(workspace: string, id: string): Promise<readonly StepTrace[]>;
  /** Runs of a definition or about a record, newest first. */
  list(
    workspace: string,
    request: {
      readonly of: { readonly definition: string } | { readonly record: RecordRef };
      readonly limit: number;
      readonly position: string | null;
    },
  ): Promise<RunPage>;
  /** The record's last entry into a journey. */
  entry(
    workspace: string,
    journey: string,
    record: RecordRef,
  ): Promise<{ readonly run: string; readonly open: boolean } | null>;
  /** Runs of all workspaces that are to take a step and last moved before an instant; some thousands at most. */
  stalled(before: string): Promise<readonly { readonly workspace: string; readonly run: string }[]>;
}
