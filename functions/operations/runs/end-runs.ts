import { endRun, isOpen, type RecordRef, type RunState } from "#engine";
import { stateCommit } from "./run-commit.ts";
import type { RunPorts } from "./run-ports.ts";

/** Tries to end a run that moves meanwhile. */
const MOST_TRIES = 6;
const PAGE = 100;

/** Ends every open run about a record, or those of them that are meant; each once, with the reason in its history. */
export async function endRunsOn(
  ports: Pick<RunPorts, "runStore" | "clock">,
  workspace: string,
  ending: {
    readonly record: RecordRef;
    readonly reason: string;
    /** Default: all. */
    readonly concerns?: (run: RunState) => Promise<boolean>;
  },
): Promise<void> {
  const { record, reason, concerns } = ending;
  let position: string | null = null;
  do {
    const page = await ports.runStore.list(workspace, { of: { record }, limit: PAGE, position });
    for (const run of page.items) {
      if (!isOpen(run) || (concerns && !(await concerns(run)))) continue;
      await endOne(ports, workspace, { id: run.id, reason });
    }
    ({ position } = page);
  } while (position !== null);
}

async function endOne(
  { runStore, clock }: Pick<RunPorts, "runStore" | "clock">,
  workspace: string,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const state = await runStore.get(workspace, id);
    const ended = state && endRun(state, reason, clock.now().toISOString());
    if (!state || !ended || ended === state) return;
    const outcome = await runStore.commit(workspace, stateCommit(ended, state.rev));
    if (outcome.ok) return;
  }
  throw new Error("a run could not be ended; the message comes again");
}
