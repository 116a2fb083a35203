import {
  byApiName,
  snapshotOf,
  type EventEnvelope,
  type Json,
  type JsonObject,
  type ObjectModel,
  type RecordSnapshot,
  type StoredRecord,
} from "#engine";
import type { RunPorts } from "./run-ports.ts";
import { startFlow, type FlowStart } from "./start-flow.ts";

/** Starts each workflow whose trigger takes the change of a record. */
export async function matchRecord(ports: RunPorts, event: EventEnvelope): Promise<void> {
  const found = await objectOf(ports, event);
  if (!found) return;
  const { model, object } = found;
  const signal = recordSignal(object, event);
  for (const workflow of model.workflows) {
    if (workflow.active === false || workflow.object !== object.apiName) continue;
    await startFlow(ports, model, { kind: "workflow", document: workflow, signal, event });
  }
}

/** An object that is not known may have been published just now; then the model is read again, once. */
async function objectOf({ models }: RunPorts, { workspace, subject }: EventEnvelope) {
  const known = await models.current(workspace);
  if (!known?.objectsById.has(subject.object)) models.invalidate(workspace);
  const model = await models.current(workspace);
  const object = model?.objectsById.get(subject.object);
  return model && object ? { model, object } : null;
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
  const identity = { object: object.apiName, id: event.subject.id, version: event.recordVersion };
  return snapshotOf(object, { ...system, ...identity, values });
}
