import {
  advance,
  snapshotOf,
  type Advance,
  type Problem,
  type RunSignal,
  type RunState,
  type WorkspaceModel,
} from "#engine";
import { decideEffects, type DecidedEffects } from "./decide-effects.ts";
import { flowOf } from "./load-flow.ts";
import type { RunPorts } from "./run-ports.ts";

/** Commits one message may make before the sweeper goes on, and tries when the record moved meanwhile. */
const MOST_COMMITS = 50;
const MOST_TRIES = 6;

const nothing: DecidedEffects = { writes: [], sends: [], notifications: [], learned: {} };

/**
 * Takes a run as far as it goes: decide, then one transaction per step with effects. Safe to repeat: whoever comes
 * second finds the revision moved or the effect done.
 * @param wake token of the timer that fell due; absent: go on from where the run was committed
 */
export async function advanceRun(
  ports: RunPorts,
  run: { readonly workspace: string; readonly id: string; readonly wake?: string },
): Promise<void> {
  let tries = 0;
  for (let commits = 0; commits < MOST_COMMITS && tries < MOST_TRIES;) {
    const state = await ports.runStore.get(run.workspace, run.id);
    const signal = state && signalFor(state, run.wake, ports.clock.now());
    if (!state || signal === undefined) return;
    const outcome = await step(ports, run.workspace, { state, signal });
    if (outcome === "done") return;
    if (outcome === "again") tries += 1;
    else commits += 1;
  }
  if (tries >= MOST_TRIES) throw new Error("a run could not be committed; the message comes again");
}

/** What the run is told; undefined: nothing to do now. */
function signalFor(state: RunState, wake: string | undefined, now: Date): RunSignal | null | undefined {
  if (state.status === "active") return null;
  if (state.status !== "waiting" || state.wait?.token !== wake) return undefined;
  return Date.parse(state.wait?.until ?? "") <= now.getTime() ? { kind: "timer" } : undefined;
}

async function step(
  ports: RunPorts,
  workspace: string,
  { state, signal }: { readonly state: RunState; readonly signal: RunSignal | null },
): Promise<"done" | "again" | "more"> {
  const model = await ports.models.current(workspace);
  const document = await ports.runStore.flow(workspace, state.flow);
  const flow = model && document && flowOf(model, document, state.flow);
  if (!model || !flow)
    return commit(ports, workspace, { state, advanced: abandoned(state, ports), decided: nothing });
  const object = model.objects.get(state.record.object);
  const stored = object && (await ports.recordStore.get(workspace, object, state.record.id));
  const record = object && stored ? snapshotOf(object, stored) : null;
  const advanced = advance({ flow, state, signal, now: ports.clock.now().toISOString(), record });
  if (advanced.state === state) return "done";
  return carryOut(ports, model, { state, advanced });
}

async function carryOut(
  ports: RunPorts,
  model: WorkspaceModel,
  { state, advanced }: { readonly state: RunState; readonly advanced: Advance },
): Promise<"done" | "again" | "more"> {
  const workspace = model.workspace.id;
  const decided = await decideEffects({ ports, model, state }, advanced.effects);
  if (decided.ok)
    return commit(ports, workspace, {
      state,
      advanced: learn(advanced, decided.value),
      decided: decided.value,
    });
  return commit(ports, workspace, { state, advanced: refused(advanced, decided.problems), decided: nothing });
}

async function commit(
  ports: RunPorts,
  workspace: string,
  given: { readonly state: RunState; readonly advanced: Advance; readonly decided: DecidedEffects },
): Promise<"done" | "again" | "more"> {
  const { state, advanced, decided } = given;
  const { writes, sends, notifications } = decided;
  const outcome = await ports.runStore.commit(workspace, {
    ...{ state: advanced.state, expectedRev: state.rev, trace: advanced.trace, timer: advanced.timer },
    effects: advanced.effects.map((one) => one.key),
    ...{ writes, sends, notifications },
  });
  if (!outcome.ok) return "again";
  return advanced.state.status === "active" ? "more" : "done";
}

/** What was learned on carrying out belongs to the step's result, for later steps and for people. */
function learn(advanced: Advance, { learned }: DecidedEffects): Advance {
  const name = advanced.effects[0]?.step;
  if (name === undefined || Object.keys(learned).length === 0) return advanced;
  const { state, trace } = advanced;
  const outputs = { ...state.outputs, [name]: { ...state.outputs[name], ...learned } };
  const steps = trace.map((one, at) =>
    at === trace.length - 1 ? { ...one, result: { ...one.result, ...learned } } : one,
  );
  return { ...advanced, state: { ...state, outputs }, trace: steps };
}

/** A step whose effects are refused ends the run, with the reasons in its history; nothing of it happens. */
function refused(advanced: Advance, problems: readonly Problem[]): Advance {
  const { trace } = advanced;
  const steps = trace.map((one, at) =>
    at === trace.length - 1 ? { ...one, status: "failed" as const, problems } : one,
  );
  const reason = problems[0]?.code ?? "failed";
  const current = trace.at(-1)?.step ?? null;
  const state = { ...advanced.state, status: "failed" as const, reason, current, wait: null };
  return { state, effects: [], trace: steps, timer: null };
}

function abandoned(state: RunState, ports: RunPorts): Advance {
  const updatedAt = ports.clock.now().toISOString();
  const ended = { status: "failed" as const, reason: "definition_gone", wait: null, updatedAt };
  return { state: { ...state, ...ended, rev: state.rev + 1 }, effects: [], trace: [], timer: null };
}
