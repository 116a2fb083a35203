import {
  byApiName,
  matchFlow,
  noteEngagement,
  snapshotOf,
  startRun,
  type EventEnvelope,
  type FlowDocument,
  type Json,
  type JsonObject,
  type ObjectModel,
  type RecordSnapshot,
  type RunSignal,
  type RunState,
  type StoredRecord,
  type WorkspaceModel,
} from "#engine";
import { advanceRun } from "./advance-run.ts";
import { hashId } from "./identity.ts";
import { flowHash, flowOf, snapshotFlow } from "./load-flow.ts";
import type { RunPorts } from "./run-ports.ts";

/** Tries to note an engagement while the run itself moves. */
const MOST_TRIES = 6;

/** What the automation queue brings: record events start runs, engagement informs them, timers wake them. */
export async function handleEvent(ports: RunPorts, event: EventEnvelope): Promise<void> {
  if (event.type === "crm.record.created" || event.type === "crm.record.updated")
    return matchRecord(ports, event);
  if (event.type === "crm.engagement.tracked") return noteEvent(ports, event);
  if (event.type === "crm.timer.fired" || event.type === "crm.run.continue") {
    const { token } = event.data;
    const wake = typeof token === "string" ? { wake: token } : {};
    await advanceRun(ports, { workspace: event.workspace, id: event.subject.id, ...wake });
  }
}

async function matchRecord(ports: RunPorts, event: EventEnvelope): Promise<void> {
  const model = await ports.models.current(event.workspace);
  const object = model?.objectsById.get(event.subject.object);
  if (!model || !object) return;
  const signal = recordSignal(object, event);
  for (const workflow of model.workflows) {
    if (workflow.active === false || workflow.object !== object.apiName) continue;
    await startFlow(ports, model, { kind: "workflow", document: workflow, signal, event });
  }
}

/** What starts a run, with where it comes from. */
export interface FlowStart {
  readonly kind: RunState["kind"];
  readonly document: FlowDocument;
  readonly signal: Extract<RunSignal, { kind: "record" | "enrolled" }>;
  readonly event: Pick<EventEnvelope, "id" | "correlation" | "depth" | "path">;
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
    if (match.reason !== "not_met" && match.reason !== "not_listening")
      ports.logger.warn("a flow did not start", { workspace, flow: document.id, reason: match.reason });
    return false;
  }
  const { object, id: recordId } = signal.record;
  const id = hashId(document.id, String(model.version), event.id, recordId);
  const { state, trace } = startRun(flow, match, {
    ...{ id, kind, version: model.version, flow: hash, record: { object, id: recordId }, now },
    before: signal.kind === "record" ? signal.before : {},
    ...{ correlation: event.correlation, causation: event.id, depth: event.depth, path: event.path },
  });
  await ports.runStore.saveFlow(workspace, hash, document);
  const commit = {
    state,
    trace,
    expectedRev: null,
    effects: [],
    timer: null,
    writes: [],
    sends: [],
    notifications: [],
  };
  const outcome = await ports.runStore.commit(workspace, commit);
  await advanceRun(ports, { workspace, id });
  return outcome.ok;
}

function recordSignal(object: ObjectModel, event: EventEnvelope): FlowStart["signal"] {
  const { after, before, changed } = event.data as {
    after: JsonObject;
    before: JsonObject;
    changed: string[];
  };
  const record = snapshot(object, event, after);
  const created = event.type === "crm.record.created";
  const earlier: Record<string, Json> = { ...record.values, ...byApiName(object, { ...after, ...before }) };
  return {
    kind: "record",
    change: created ? "created" : "updated",
    changed: changed.map((id) => object.byId.get(id)?.apiName ?? id),
    before: created ? {} : earlier,
    record,
  };
}

function snapshot(object: ObjectModel, event: EventEnvelope, values: JsonObject): RecordSnapshot {
  const system = event.data["system"] as unknown as Omit<
    StoredRecord,
    "values" | "object" | "id" | "version"
  >;
  const stored = {
    ...system,
    object: object.apiName,
    id: event.subject.id,
    version: event.recordVersion,
    values,
  };
  return snapshotOf(object, stored);
}

async function noteEvent(ports: RunPorts, event: EventEnvelope): Promise<void> {
  const { run, step, event: name } = event.data as { run: string; step: string; event: never };
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const state = await ports.runStore.get(event.workspace, run);
    if (!state) return;
    const signal = { kind: "engagement", step, event: name } as const;
    const noted = noteEngagement(state, signal, ports.clock.now().toISOString());
    if (noted === state) return;
    const commit = { state: noted, expectedRev: state.rev, trace: [], effects: [], timer: null };
    const outcome = await ports.runStore.commit(event.workspace, {
      ...commit,
      ...{ writes: [], sends: [], notifications: [] },
    });
    if (outcome.ok) return;
  }
  throw new Error("an engagement could not be noted; the message comes again");
}
