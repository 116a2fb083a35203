import type { JsonObject } from "../contract/json.ts";
import type { NodeInput, NodeOutcome, RecordSnapshot, RunSignal } from "../contract/node-type.ts";
import { invalid, type Problem } from "../contract/problem.ts";
import { bilingual } from "../shared/locale.ts";
import type { CompiledFlow, CompiledStep } from "./compile-flow.ts";
import { positionAt } from "./start.ts";
import type { Advance, KeyedEffect, RunState, StepTrace } from "./state.ts";

/** Times one step may be begun in a run, and steps a run may take (automation.md §2.4). */
export const MOST_VISITS = 100;
export const MOST_STEPS = 10_000;

export interface AdvanceRequest {
  readonly flow: CompiledFlow;
  readonly state: RunState;
  /** What woke it; null: it goes on from where it was committed. */
  readonly signal: RunSignal | null;
  /** Instant of the decision, RFC 3339 UTC. */
  readonly now: string;
  /** The run's record as it is now; null: deleted. */
  readonly record: RecordSnapshot | null;
}

/**
 * Takes steps until one has effects, waits or ends the run. Pure: the same request gives the same answer, so that a
 * crash before the commit costs nothing. A signal that no longer concerns the run gives its state unchanged.
 */
export function advance(request: AdvanceRequest): Advance {
  const { state, signal } = request;
  if (state.status === "waiting" && signal?.kind !== "timer") return unchanged(state);
  if (state.status !== "active" && state.status !== "waiting") return unchanged(state);
  const progress: Progress = { state, trace: [], effects: [], signal };
  while (progress.effects.length === 0 && takeStep(request, progress)) continue;
  const { state: next, trace, effects } = progress;
  const saved = { ...next, updatedAt: request.now, rev: state.rev + 1 };
  const timer = next.wait && { at: next.wait.until, token: next.wait.token };
  return { state: saved, effects, trace, timer };
}

interface Progress {
  state: RunState;
  readonly trace: StepTrace[];
  effects: readonly KeyedEffect[];
  signal: RunSignal | null;
}

/** One step; false when the run waits or has ended. */
function takeStep(request: AdvanceRequest, progress: Progress): boolean {
  const { state, signal } = progress;
  const name = state.current;
  if (name === null) return false;
  const visit = (state.visits[name] ?? 0) + (state.status === "waiting" ? 0 : 1);
  const step = request.flow.steps.get(name);
  const trace = { step: name, type: step?.type.name ?? "", visit, input: {} };
  if (!step) return failed(request, { progress, trace, problems: [unknownStep(name)] });
  const tooMany = beyond(state, visit);
  if (tooMany) return failed(request, { progress, trace, problems: [tooMany] });
  const outcome = decided(step, inputOf(request, state, signal));
  progress.signal = null;
  progress.state = {
    ...state,
    status: "active",
    wait: null,
    visits: { ...state.visits, [name]: visit },
    taken: state.taken + 1,
  };
  return follow(request, { progress, step, visit, outcome });
}

function decided({ node, type, settings }: CompiledStep, input: NodeInput): NodeOutcome {
  return type.decide(input, settings) ?? noOutcome(node.apiName);
}

interface Taken {
  readonly progress: Progress;
  readonly step: CompiledStep;
  readonly visit: number;
  readonly outcome: NodeOutcome;
}

function follow(request: AdvanceRequest, taken: Taken): boolean {
  const { progress, step, visit, outcome } = taken;
  const trace = { step: step.node.apiName, type: step.type.name, visit, input: seen(request, step) };
  if (outcome.kind === "wait") return waiting(request, { progress, trace, outcome });
  if (outcome.kind === "continue") return goOn(request, { ...taken, trace, outcome });
  const problems = outcome.kind === "fail" ? outcome.problems : noOutcome(trace.step).problems;
  return failed(request, { progress, trace, problems });
}

type Traced = Pick<StepTrace, "step" | "type" | "visit" | "input">;
type Of<Kind extends NodeOutcome["kind"]> = Extract<NodeOutcome, { kind: Kind }>;

function waiting(
  { now }: AdvanceRequest,
  given: { readonly progress: Progress; readonly trace: Traced; readonly outcome: Of<"wait"> },
): false {
  const { progress, trace, outcome } = given;
  const wait = { until: outcome.until, token: `${trace.step}#${trace.visit}` };
  progress.state = { ...progress.state, status: "waiting", wait };
  progress.trace.push({ ...trace, at: now, status: "waiting", result: outcome.result, effects: [] });
  return false;
}

function goOn(
  { now }: AdvanceRequest,
  given: Taken & { readonly trace: Traced; readonly outcome: Of<"continue"> },
): boolean {
  const { progress, step, visit, trace, outcome } = given;
  const { apiName, next = {} } = step.node;
  const { state } = progress;
  const target = Object.hasOwn(next, outcome.output) ? (next[outcome.output] ?? null) : null;
  const outputs = { ...state.outputs, [apiName]: { ...outcome.result, at: now } };
  progress.state = { ...state, outputs, ...positionAt(target) };
  progress.effects = outcome.effects.map((effect, at) => ({
    key: `${state.id}#${apiName}#${visit}#${at}`,
    step: apiName,
    effect,
  }));
  progress.trace.push({
    ...{ ...trace, at: now, status: "done" },
    result: { ...outcome.result, output: outcome.output },
    effects: outcome.effects as unknown as readonly JsonObject[],
  });
  return target !== null;
}

function failed(
  { now }: AdvanceRequest,
  given: {
    readonly progress: Progress;
    readonly trace: Traced;
    readonly problems: readonly Problem[];
  },
): false {
  const { progress, trace, problems } = given;
  const reason = problems[0]?.code ?? "failed";
  progress.state = { ...progress.state, status: "failed", reason, wait: null };
  progress.trace.push({ ...trace, at: now, status: "failed", result: {}, effects: [], problems });
  return false;
}

function inputOf(request: AdvanceRequest, state: RunState, signal: RunSignal | null): NodeInput {
  const { flow, now, record } = request;
  const steps = resultsOf(flow, state);
  const variables = { record: record?.values ?? {}, before: state.before, steps, now };
  return {
    ...{ now, timeZone: flow.timeZone, record, signal, steps },
    evaluate: (source) => flow.evaluate(source, variables),
    evaluateBefore: (source) => flow.evaluate(source, { ...variables, record: state.before }),
  };
}

/** Every step's result; what is not known yet is as the step's type says, so that a condition on it is false. */
function resultsOf(flow: CompiledFlow, { outputs }: RunState): Readonly<Record<string, JsonObject>> {
  const all: Record<string, JsonObject> = { ...outputs };
  for (const [name, { type }] of flow.steps) all[name] = { ...type.pending, ...outputs[name] };
  return all;
}

function seen({ record }: AdvanceRequest, step: CompiledStep): JsonObject {
  const settings = step.settings as JsonObject;
  return record
    ? { settings, record: { id: record.id, version: record.version, values: record.values } }
    : { settings };
}

function beyond(state: RunState, visit: number): Problem | null {
  if (visit <= MOST_VISITS && state.taken < MOST_STEPS) return null;
  const text = bilingual(
    `步骤重复过多（每步最多 ${MOST_VISITS} 次，共最多 ${MOST_STEPS} 步）。`,
    `Too many steps: at most ${MOST_VISITS} times each and ${MOST_STEPS} in all.`,
  );
  return invalid("", "too_many_steps", text);
}

function unknownStep(name: string): Problem {
  const text = bilingual(
    `步骤“${name}”不存在或类型未知。`,
    `The step “${name}” is not there or of an unknown type.`,
  );
  return invalid("", "unknown_step", text);
}

function noOutcome(name: string): Of<"fail"> {
  const text = bilingual(`步骤“${name}”不能放在此处。`, `The step “${name}” cannot stand here.`);
  return { kind: "fail", problems: [invalid("", "misplaced_step", text)] };
}

function unchanged(state: RunState): Advance {
  return { state, effects: [], trace: [], timer: null };
}
