import type { JsonObject } from "../contract/json.ts";
import type { RecordRef } from "../contract/field-type.ts";
import type { Effect } from "../contract/node-type.ts";
import type { Problem } from "../contract/problem.ts";

/** Where a run is; all of it is data, kept as one item. */
export interface RunState {
  readonly id: string;
  readonly kind: "workflow" | "journey";
  /** Definition id; its API name and the published version the run began with. */
  readonly definition: string;
  readonly definitionName: string;
  readonly version: number;
  /** Content hash of the definition's snapshot, which the run keeps to. */
  readonly flow: string;
  readonly record: RecordRef;
  readonly status: RunStatus;
  /** Why it ended: `completed`, `unsubscribed`, `record_deleted`, `too_many_steps`, … */
  readonly reason?: string;
  /** API name of the step to be taken, or waited at; null once ended. */
  readonly current: string | null;
  /** What is waited for; null when not waiting. */
  readonly wait: { readonly until: string; readonly token: string } | null;
  /** Times each step was begun, by API name. */
  readonly visits: Readonly<Record<string, number>>;
  /** Steps taken in all. */
  readonly taken: number;
  /** Results by step API name. */
  readonly outputs: Readonly<Record<string, JsonObject>>;
  /** Values before the change that started it, by API name. */
  readonly before: JsonObject;
  readonly startedAt: string;
  readonly updatedAt: string;
  /** Root command, immediate cause, automation hops and the last definitions on the way here. */
  readonly correlation: string;
  readonly causation: string;
  readonly depth: number;
  readonly path: readonly string[];
  /** Optimistic lock, from 1. */
  readonly rev: number;
}

export type RunStatus = "active" | "waiting" | "done" | "failed" | "exited";

/** One step as the history shows it. */
export interface StepTrace {
  readonly step: string;
  readonly type: string;
  readonly visit: number;
  readonly at: string;
  readonly status: "done" | "waiting" | "failed" | "skipped";
  /** Settings and the record's values the step looked at. */
  readonly input: JsonObject;
  readonly result: JsonObject;
  readonly effects: readonly JsonObject[];
  readonly problems?: readonly Problem[];
}

/** An effect with its key `run#step#visit#ordinal`: whoever carries it out twice finds the key taken. */
export interface KeyedEffect {
  readonly key: string;
  readonly step: string;
  readonly effect: Effect;
}

/** What one decision of a run gives. */
export interface Advance {
  readonly state: RunState;
  readonly effects: readonly KeyedEffect[];
  readonly trace: readonly StepTrace[];
  /** A timer to be set together with the state; null: none. */
  readonly timer: { readonly at: string; readonly token: string } | null;
}

/** Whether anything can still happen to the run. */
export function isOpen(state: Pick<RunState, "status">): boolean {
  return state.status === "active" || state.status === "waiting";
}
