import {
  automaticMoves,
  decideWrite,
  MOST_HOPS,
  pipelineOf,
  valueOf,
  type EventEnvelope,
  type Json,
  type JsonObject,
  type ObjectModel,
  type RecordWrite,
  type Result,
  type StoredRecord,
  type TransitionModel,
  type WorkspaceModel,
} from "#engine";
import { loadReached } from "../records/load-reached.ts";
import type { AutomationPorts } from "../runs/run-ports.ts";

/** Tries to move a record that is written meanwhile. */
const MOST_TRIES = 6;

/**
 * After a record was saved: sets a timer for each transition that leaves its stage by itself, or takes the one that is
 * due already (its condition may hold only now). Safe to repeat: the same timer is the same item.
 */
export async function planMoves(ports: AutomationPorts, event: EventEnvelope): Promise<void> {
  const model = await ports.models.current(event.workspace);
  const object = model?.objectsById.get(event.subject.object);
  if (!model || !object || !isAutomatic(object)) return;
  const record = await ports.recordStore.get(event.workspace, object, event.subject.id);
  const pipeline = record && pipelineOf(object, record.values);
  if (!record || !pipeline) return;
  const now = ports.clock.now().toISOString();
  const planned = automaticMoves(pipeline, record);
  const later = planned.filter((one) => one.at > now);
  await setTimers(ports, event, { subject: `${object.id}/${record.id}`, record, moves: later });
  if (later.length < planned.length) await moveOn(ports, { model, object, id: record.id }, event);
}

async function setTimers(
  ports: AutomationPorts,
  event: EventEnvelope,
  stage: {
    readonly subject: string;
    readonly record: StoredRecord;
    readonly moves: ReturnType<typeof automaticMoves>;
  },
): Promise<void> {
  const { workspace, depth, path, correlation } = event;
  const subject = { object: "stage", id: stage.subject } as const;
  for (const { transition, at } of stage.moves) {
    const token = `${transition.definition.apiName}@${stage.record.stageEnteredAt ?? ""}`;
    await ports.timerStore.put({ workspace, subject, token, at, data: { depth, path, correlation } });
  }
}

/** A timer of a record's stage fell due; one that is no longer in that stage, or not allowed to leave it, stays. */
export async function moveWhenDue(ports: AutomationPorts, event: EventEnvelope): Promise<void> {
  const [objectId = "", id = ""] = event.subject.id.split("/");
  const model = await ports.models.current(event.workspace);
  const object = model?.objectsById.get(objectId);
  if (!model || !object) return;
  const { depth, path, correlation } = event.data as Readonly<Record<string, Json>>;
  const origin = {
    ...event,
    depth: typeof depth === "number" ? depth : 0,
    path: Array.isArray(path) ? path.map(String) : [],
    correlation: typeof correlation === "string" ? correlation : event.correlation,
  };
  await moveOn(ports, { model, object, id }, origin);
}

interface Target {
  readonly model: WorkspaceModel;
  readonly object: ObjectModel;
  readonly id: string;
}

type Origin = Pick<EventEnvelope, "id" | "workspace" | "correlation" | "depth" | "path">;

/** Takes the first transition that is due and whose gates are open, on the record as it is now. */
async function moveOn(ports: AutomationPorts, target: Target, origin: Origin): Promise<void> {
  if (origin.depth >= MOST_HOPS) {
    ports.logger.warn("a record was not moved on", { record: target.id, reason: "too_deep" });
    return;
  }
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const write = await nextMove(ports, target, origin);
    if (!write) return;
    const outcome = await ports.recordStore.commit(origin.workspace, [write]);
    if (outcome.ok) return;
    if (outcome.failure.reason !== "stale") {
      ports.logger.warn("a record was not moved on", { record: target.id, reason: outcome.failure.reason });
      return;
    }
  }
  throw new Error("a record that kept changing could not be moved on; the message comes again");
}

async function nextMove(ports: AutomationPorts, target: Target, origin: Origin): Promise<RecordWrite | null> {
  const { object, id } = target;
  const current = await ports.recordStore.get(origin.workspace, object, id);
  const pipeline = current && pipelineOf(object, current.values);
  if (!current || !pipeline) return null;
  const now = ports.clock.now().toISOString();
  const due = automaticMoves(pipeline, current).filter((one) => one.at <= now);
  if (due.length === 0) return null;
  const { model } = target;
  const about = { model, object, values: current.values };
  const reached = await loadReached(ports.recordStore, origin.workspace, about);
  for (const { transition } of due) {
    const decided = decide(target, { current, transition, origin, now, reached });
    if (decided.ok) return decided.value;
    const reasons = decided.problems.map((one) => one.code);
    const { apiName } = transition.definition;
    ports.logger.info("a record was not moved on", { record: id, transition: apiName, reasons });
  }
  return null;
}

function decide(
  { model, object, id }: Target,
  given: {
    readonly current: StoredRecord;
    readonly transition: TransitionModel;
    readonly origin: Origin;
    readonly now: string;
    readonly reached: JsonObject;
  },
): Result<RecordWrite> {
  const { current, transition, origin, now, reached } = given;
  const { apiName } = transition.definition;
  const { correlation, depth, path } = origin;
  const actor = { kind: "system", id: "pipeline" } as const;
  return decideWrite({
    ...{ model, object, kind: "update", access: null, current, id, values: {}, numbers: {}, now, reached },
    expectedVersion: current.version,
    transition: { name: apiName, checklist: {} },
    causation: { command: `${origin.id}#${apiName}`, correlation, depth: depth + 1, path, actor },
    related: relatedOf(object, current),
  });
}

/** What the record refers to already is taken as it is; a move brings no reference of its own but by what it sets. */
function relatedOf(object: ObjectModel, record: StoredRecord) {
  return object.fields.flatMap((field) => {
    const value = field.type.references ? valueOf(field, record.values) : null;
    const refs = value === null ? [] : (field.type.references?.(value, field.settings) ?? []);
    return refs.map((ref) => ({ ref, visible: true }));
  });
}

function isAutomatic(object: ObjectModel): boolean {
  return object.pipelines.some((one) =>
    one.transitions.some((transition) => transition.definition.automaticAfter !== undefined),
  );
}
