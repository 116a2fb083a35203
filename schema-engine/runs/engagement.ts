import type { RunSignal } from "../contract/node-type.ts";
import type { RunState } from "./state.ts";
import { isOpen } from "./state.ts";

type Engagement = Extract<RunSignal, { kind: "engagement" }>;

/**
 * What a mail's fate means to the run that asked for it: the step's result says so from now on, and a journey ends
 * when its person unsubscribed, also in the middle of a wait. The same event twice changes nothing (same object back).
 */
export function noteEngagement(state: RunState, signal: Engagement, now: string): RunState {
  const result = Object.hasOwn(state.outputs, signal.step) ? state.outputs[signal.step] : undefined;
  const exits = signal.event === "unsubscribed" && state.kind === "journey" && isOpen(state);
  const noted = result === undefined || result[signal.event] === true;
  if (noted && !exits) return state;
  const outputs = result
    ? { ...state.outputs, [signal.step]: { ...result, [signal.event]: true } }
    : state.outputs;
  const end = exits ? ({ status: "exited", reason: "unsubscribed", wait: null, current: null } as const) : {};
  return { ...state, ...end, outputs, updatedAt: now, rev: state.rev + 1 };
}
