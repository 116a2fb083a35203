import type { EventEnvelope, EventType } from "#engine";
import { overdueMail } from "../mail/overdue-mail.ts";
import { advanceRun } from "./advance-run.ts";
import { endRunsOn } from "./end-runs.ts";
import { matchRecord } from "./match-record.ts";
import { moveWhenDue, planMoves } from "../transitions/automatic-moves.ts";
import { noteEvent } from "./note-event.ts";
import type { AutomationPorts } from "./run-ports.ts";

type Take = (ports: AutomationPorts, event: EventEnvelope) => Promise<void>;

/** What the automation queue brings: record events start and end runs, engagement informs them, timers wake them. */
const takers: Partial<Record<EventType, Take>> = {
  "crm.record.created": recordSaved,
  "crm.record.updated": recordSaved,
  "crm.record.deleted": recordDeleted,
  "crm.engagement.tracked": noteEvent,
  "crm.run.continue": wakeRun,
  "crm.timer.fired": timerFired,
};

/** Takes one event; safe to repeat and in any order. An event of an unknown type is left alone. */
export async function handleEvent(ports: AutomationPorts, event: EventEnvelope): Promise<void> {
  if (Object.hasOwn(takers, event.type)) await takers[event.type]?.(ports, event);
}

/** What a timer was set for is the object its subject names. */
const timers: Readonly<Record<string, Take>> = { run: wakeRun, send: overdueMail, stage: moveWhenDue };

async function recordSaved(ports: AutomationPorts, event: EventEnvelope): Promise<void> {
  await planMoves(ports, event);
  await matchRecord(ports, event);
}

async function timerFired(ports: AutomationPorts, event: EventEnvelope): Promise<void> {
  const { object } = event.subject;
  if (Object.hasOwn(timers, object)) await timers[object]?.(ports, event);
}

async function wakeRun(ports: AutomationPorts, { workspace, subject, data }: EventEnvelope): Promise<void> {
  const { token } = data;
  const wake = typeof token === "string" ? { wake: token } : {};
  await advanceRun(ports, { workspace, id: subject.id, ...wake });
}

async function recordDeleted(ports: AutomationPorts, { workspace, subject }: EventEnvelope): Promise<void> {
  const model = await ports.models.current(workspace);
  const object = model?.objectsById.get(subject.object)?.apiName;
  if (object === undefined) return;
  const ending = { record: { object, id: subject.id }, reason: "record_deleted" };
  await endRunsOn(ports, workspace, ending);
}
