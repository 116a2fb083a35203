import type { RecordRef } from "../contract/field-type.ts";
import type { JsonObject } from "../contract/json.ts";
import type { CompiledFlow } from "./compile-flow.ts";
import { pathEntry, type Match } from "./match.ts";
import type { RunState, StepTrace } from "./state.ts";

/** What is known of a run before its first step. */
export interface RunOrigin {
  readonly id: string;
  readonly kind: RunState["kind"];
  readonly version: number;
  readonly flow: string;
  readonly record: RecordRef;
  readonly before: JsonObject;
  readonly now: string;
  readonly correlation: string;
  readonly causation: string;
  readonly depth: number;
  readonly path: readonly string[];
}

/** A run that has just begun: its trigger is done, the first step is next. The flow is one that matched. */
export function startRun(
  flow: CompiledFlow,
  match: Extract<Match, { starts: true }>,
  origin: RunOrigin,
): { readonly state: RunState; readonly trace: readonly StepTrace[] } {
  const { trigger } = flow;
  if (!trigger) throw new Error("a flow without a trigger cannot have matched");
  const { now, path, ...rest } = origin;
  const { id, apiName } = flow.document;
  const { apiName: name, type, next } = trigger.node;
  const state: RunState = {
    ...rest,
    definition: id,
    definitionName: apiName,
    path: [...path, pathEntry(id, origin.record.id)].slice(-8),
    ...positionAt(next?.[match.output] ?? null),
    wait: null,
    visits: { [name]: 1 },
    taken: 1,
    outputs: { [name]: { ...match.result, at: now } },
    startedAt: now,
    updatedAt: now,
    rev: 1,
  };
  const step: StepTrace = {
    ...{ step: name, type, visit: 1, at: now, status: "done", effects: [] },
    input: { settings: trigger.settings as JsonObject, before: origin.before },
    result: { ...match.result, output: match.output },
  };
  return { state, trace: [step] };
}

/** Where a run stands that is to take a step; one without a next step is over. */
export function positionAt(target: string | null): Pick<RunState, "status" | "current" | "reason"> {
  return target === null
    ? { status: "done", reason: "completed", current: null }
    : { status: "active", current: target };
}
