import type { EventEnvelope, EventType, JsonObject } from "#engine";
import { hashId } from "./identity.ts";

/** A timer that fell due, for a run or a mail; the same timer always gives the same event. */
export function timerEvent(timer: {
  readonly workspace: string;
  readonly subject: EventEnvelope["subject"];
  readonly token: string;
  readonly at: string;
  readonly data?: JsonObject;
}): EventEnvelope {
  const { workspace, subject, token, at, data } = timer;
  const id = hashId("timer", subject.object, subject.id, token);
  return { ...envelope("crm.timer.fired", { workspace, subject, at }), id, data: { ...data, token } };
}

/** A run that is to take its next step. */
export function continueEvent(of: {
  readonly workspace: string;
  readonly run: string;
  readonly at: string;
}): EventEnvelope {
  const { workspace, run, at } = of;
  const subject = { object: "run", id: run };
  return envelope("crm.run.continue", { workspace, subject, at });
}

function envelope(
  type: EventType,
  { workspace, subject, at }: Pick<EventEnvelope, "workspace" | "subject"> & { readonly at: string },
): EventEnvelope {
  return {
    id: hashId(type, subject.id, at),
    type,
    typeVersion: 1,
    workspace,
    subject,
    recordVersion: 0,
    occurredAt: at,
    actor: { kind: "system", id: "automation" },
    correlation: subject.id,
    causation: subject.id,
    depth: 0,
    path: [],
    data: {},
  };
}
