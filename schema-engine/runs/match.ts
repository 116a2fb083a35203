import type { JsonObject } from "../contract/json.ts";
import type { RunSignal } from "../contract/node-type.ts";
import type { Problem } from "../contract/problem.ts";
import type { CompiledFlow } from "./compile-flow.ts";

/** Automation hops after which nothing more starts (automation.md §2.5). */
export const MOST_HOPS = 8;

/** Whether a flow starts on a signal, and if not the first reason. */
export type Match =
  | { readonly starts: true; readonly result: JsonObject; readonly output: string }
  | {
      readonly starts: false;
      readonly reason: "not_listening" | "too_deep" | "loop" | "not_met" | "broken";
      readonly problems?: readonly Problem[];
    };

/** Decides whether a flow starts. Loops end here: eight hops, or the same definition and record twice on the way. */
export function matchFlow(
  flow: CompiledFlow,
  signal: Extract<RunSignal, { kind: "record" | "enrolled" }>,
  around: { readonly now: string; readonly depth: number; readonly path: readonly string[] },
): Match {
  const { trigger } = flow;
  if (!trigger?.type.startsOn?.includes(signal.kind)) return { starts: false, reason: "not_listening" };
  if (around.depth >= MOST_HOPS) return { starts: false, reason: "too_deep" };
  const { record } = signal;
  if (around.path.includes(pathEntry(flow.document.id, record.id))) return { starts: false, reason: "loop" };
  const before = signal.kind === "record" ? signal.before : {};
  const variables = { record: record.values, before, now: around.now };
  const outcome = trigger.type.decide(
    {
      now: around.now,
      timeZone: flow.timeZone,
      record,
      signal,
      steps: {},
      evaluate: (source) => flow.evaluate(source, variables),
      evaluateBefore: (source) => flow.evaluate(source, { ...variables, record: before }),
    },
    trigger.settings,
  );
  if (outcome?.kind === "fail") return { starts: false, reason: "broken", problems: outcome.problems };
  if (outcome?.kind !== "continue") return { starts: false, reason: "not_met" };
  return { starts: true, result: outcome.result, output: outcome.output };
}

/** An entry of a causation path: which definition acted on which record. */
export function pathEntry(definition: string, record: string): string {
  return `${definition}:${record}`;
}
