import type { RunSignal } from "../contract/node-type.ts";
import type { RunState } from "./state.ts";
import { isOpen } from "./state.ts";

type Engagement = Extract<RunSignal, { kind: "engagement" }>;

/**
 * What a mail's fate means to the run that asked for it: the step's result says so from now on, and a journey ends
 * when its person unsubscribed, also in the middle of a wait. The same event twice changes nothing (same object back).
 */
export function noteEngagement(state: RunState, signal: Engagement, now: string): RunState {
  const exits = signal.event === "unsubscribed" && state.kind === "journey";
  const ended = exits ? endRun(state, "unsubscribed", now) : state;
  const result = Object.hasOwn(state.outputs, signal.step) ? state.outputs[signal.step] : undefined;
  if (result === undefined || result[signal.event] === true) return ended;
  const outputs = { ...state.outputs, [signal.step]: { ...result, [signal.event]: true } };
  return { ...ended, outputs, updatedAt: now, rev: state.rev + 1 };
}

/** An open run ends before its last step, for a reason such as `record_deleted`; an ended one stays as it is. */
export function endRun(state: RunState, reason: string, now: string): RunState {
  if (!isOpen(state)) return state;
  const end = { status: "exited", reason, wait: null, current: null } as const;
  return { ...state, ...end, updatedAt: now, rev: state.rev + 1 };
}
