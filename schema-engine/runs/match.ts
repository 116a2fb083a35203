import type { JsonObject } from "../contract/json.ts";
import type { NodeInput, NodeOutcome, RunSignal } from "../contract/node-type.ts";
import type { Problem } from "../contract/problem.ts";
import type { CompiledFlow, CompiledStep } from "./compile-flow.ts";

/** Automation hops after which nothing more starts (automation.md §2.5). */
export const MOST_HOPS = 8;

/** Whether a flow starts on a signal, and if not the first reason. */
export type Match =
  | { readonly starts: true; readonly result: JsonObject; readonly output: string }
  | {
      readonly starts: false;
      readonly reason: "not_listening" | "too_deep" | "loop" | "not_met" | "broken";
      /** Of `not_met`: what the trigger says, for example `condition_false`. */
      readonly because?: string;
      readonly problems?: readonly Problem[];
    };

type StartSignal = Extract<RunSignal, { kind: "record" | "enrolled" }>;

/** Where the change that is signalled comes from. */
export interface MatchOrigin {
  readonly now: string;
  readonly depth: number;
  readonly path: readonly string[];
}

/** Decides whether a flow starts. Loops end here: eight hops, or the same definition and record twice on the way. */
export function matchFlow(flow: CompiledFlow, signal: StartSignal, origin: MatchOrigin): Match {
  const { trigger } = flow;
  if (!trigger?.type.startsOn?.includes(signal.kind)) return { starts: false, reason: "not_listening" };
  if (origin.depth >= MOST_HOPS) return { starts: false, reason: "too_deep" };
  const entry = pathEntry(flow.document.id, signal.record.id);
  if (origin.path.includes(entry)) return { starts: false, reason: "loop" };
  return matchOf(asked(flow, trigger, { signal, now: origin.now }));
}

/** An entry of a causation path: which definition acted on which record. */
export function pathEntry(definition: string, record: string): string {
  return `${definition}:${record}`;
}

function asked(
  flow: CompiledFlow,
  trigger: CompiledStep,
  { signal, now }: { readonly signal: StartSignal; readonly now: string },
): NodeOutcome | null {
  const { record } = signal;
  const before = signal.kind === "record" ? signal.before : {};
  const variables = { record: record.values, before, now };
  const input: NodeInput = {
    ...{ now, timeZone: flow.timeZone, record, signal, steps: {} },
    evaluate: (source) => flow.evaluate(source, variables),
    evaluateBefore: (source) => flow.evaluate(source, { ...variables, record: before }),
  };
  return trigger.type.decide(input, trigger.settings);
}

function matchOf(outcome: NodeOutcome | null): Match {
  if (outcome?.kind === "continue") return { starts: true, result: outcome.result, output: outcome.output };
  if (outcome?.kind === "fail") return { starts: false, reason: "broken", problems: outcome.problems };
  const because = outcome?.kind === "ignore" ? { because: outcome.because } : {};
  return { starts: false, reason: "not_met", ...because };
}
