import type { EventEnvelope } from "#engine";
import type { SendRecord } from "../../ports/send-store.ts";
import { hashId } from "../runs/identity.ts";

/** What became of a mail, as an event for the run that asked for it; the same fact always has the same id. */
export function engagementEvent(given: {
  readonly workspace: string;
  readonly send: SendRecord;
  readonly name: string;
  readonly at: string;
}): EventEnvelope {
  const { workspace, send, name, at } = given;
  return {
    id: hashId("engagement", send.id, name),
    type: "crm.engagement.tracked",
    typeVersion: 1,
    workspace,
    subject: { object: send.recipient.object, id: send.recipient.id },
    recordVersion: 0,
    occurredAt: at,
    actor: { kind: "system", id: "mail" },
    correlation: send.correlation,
    causation: send.id,
    depth: 0,
    path: [],
    data: { run: send.run, step: send.step, send: send.id, event: name, topic: send.topic },
  };
}
