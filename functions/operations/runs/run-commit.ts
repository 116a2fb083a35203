import type { RunState } from "#engine";
import type { RunCommit } from "../../ports/run-store.ts";

/** A commit of a run's state and nothing else, to be filled with what else changes. */
export function stateCommit(state: RunState, expectedRev: number | null): RunCommit {
  const nothing = { trace: [], effects: [], timer: null, writes: [], sends: [], notifications: [] };
  return { ...nothing, state, expectedRev };
}
