import {
  matchFlow,
  startRun,
  type EventEnvelope,
  type FlowDocument,
  type Match,
  type RunSignal,
  type RunState,
  type WorkspaceModel,
} from "#engine";
import { advanceRun } from "./advance-run.ts";
import { hashId } from "./identity.ts";
import { flowHash, flowOf, snapshotFlow } from "./load-flow.ts";
import { stateCommit } from "./run-commit.ts";
import { continueEvent } from "./run-events.ts";
import type { RunPorts } from "./run-ports.ts";

/** What starts a run, with where it comes from. */
export interface FlowStart {
  readonly kind: RunState["kind"];
  readonly document: FlowDocument;
  readonly signal: Extract<RunSignal, { kind: "record" | "enrolled" }>;
  readonly event: Pick<EventEnvelope, "id" | "correlation" | "depth" | "path">;
  /** True: the first step is left to the automation queue, which hears of the run with its start. */
  readonly later?: boolean;
}

/** Starts a run unless the trigger refuses or it was started before; true when this call made it. */
export async function startFlow(ports: RunPorts, model: WorkspaceModel, start: FlowStart): Promise<boolean> {
  const workspace = model.workspace.id;
  const document = snapshotFlow(start.document);
  const hash = flowHash(document);
  const flow = flowOf(model, document, hash);
  if (!flow) return false;
  const { event, signal, kind } = start;
  const now = ports.clock.now().toISOString();
  const match = matchFlow(flow, signal, { now, depth: event.depth, path: event.path });
  if (!match.starts) {
    tellWhyNot(ports, { workspace, flow: document.id, record: signal.record.id }, match);
    return false;
  }
  const { object, id: recordId } = signal.record;
  const id = hashId(document.id, String(model.version), event.id, recordId);
  const { state, trace } = startRun(flow, match, {
    ...{ id, kind, version: model.version, flow: hash, record: { object, id: recordId }, now },
    before: signal.kind === "record" ? signal.before : {},
    ...{ correlation: event.correlation, causation: event.id, depth: event.depth, path: event.path },
  });
  await keepFlow(ports, workspace, { hash, document });
  const outbox = start.later ? [continueEvent({ workspace, run: id, at: now })] : [];
  const outcome = await ports.runStore.commit(workspace, { ...stateCommit(state, null), trace, outbox });
  if (!start.later) await advanceRun(ports, { workspace, id });
  return outcome.ok;
}

const kept = new WeakMap<RunPorts["runStore"], Set<string>>();

/** Keeps the definition that a run will need; once per process, because the same again changes nothing. */
async function keepFlow(
  { runStore }: RunPorts,
  workspace: string,
  { hash, document }: { readonly hash: string; readonly document: FlowDocument },
): Promise<void> {
  const known = kept.get(runStore) ?? new Set<string>();
  kept.set(runStore, known);
  const key = `${workspace} ${hash}`;
  if (known.has(key)) return;
  await runStore.saveFlow(workspace, hash, document);
  known.add(key);
}

/** The first reason why a flow that listens did not start; a loop or a broken condition is worth a warning. */
function tellWhyNot(
  { logger }: RunPorts,
  about: { readonly workspace: string; readonly flow: string; readonly record: string },
  { reason, because, problems }: Extract<Match, { starts: false }>,
): void {
  if (reason === "not_listening") return;
  const codes = problems?.map((one) => one.code);
  const details = { ...about, reason, because, problems: codes };
  if (reason === "not_met") logger.info("a flow did not start", details);
  else logger.warn("a flow did not start", details);
}
