import type { EventEnvelope } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { Mailer, MailOutcome } from "../../ports/mailer.ts";
import type { SendRecord, SendStore } from "../../ports/send-store.ts";
import type { ModelSource } from "../metadata/load-model.ts";
import { engagementEvent } from "./engagement-event.ts";
import { renderMail, type RenderPorts } from "./render-mail.ts";

export interface SendPorts extends RenderPorts {
  readonly clock: Clock;
  readonly models: ModelSource;
  readonly sendStore: SendStore;
  readonly mailer: Mailer;
}

/**
 * Sends one mail: render, claim (consent and suppression are part of the claim), one attempt, settle. `later`: it was
 * certainly not taken, and the message is to come back after a while.
 */
export async function sendMail(ports: SendPorts, event: EventEnvelope): Promise<"later" | undefined> {
  const { workspace } = event;
  const send = await ports.sendStore.get(workspace, event.subject.id);
  if (send?.state !== "ready") return undefined;
  const rendered = await renderMail(ports, await modelFor(ports, workspace, send), send);
  if (!rendered)
    return settled(ports, workspace, { send, from: "ready", to: "failed", reason: "cannot_render" });
  const claimed = await ports.sendStore.claim(workspace, send, ports.clock.now().toISOString());
  if (claimed === "taken") return undefined;
  if (claimed !== "claimed")
    return settled(ports, workspace, { send, from: "ready", to: "skipped", reason: claimed });
  const outcome = await ports.mailer.send({
    ...{ from: ports.mailFrom, to: send.address, raw: rendered.raw },
    tags: { workspace, send: send.id, run: send.run },
  });
  return conclude(ports, workspace, { send, outcome, kept: rendered.kept });
}

/** A template that is not known may have been published just now; then the model is read again, once. */
async function modelFor({ models }: SendPorts, workspace: string, { template }: SendRecord) {
  const known = await models.current(workspace);
  if (known?.templates.has(template)) return known;
  models.invalidate(workspace);
  return models.current(workspace);
}

async function conclude(
  ports: SendPorts,
  workspace: string,
  given: {
    readonly send: SendRecord;
    readonly outcome: MailOutcome;
    readonly kept: Pick<Settlement, "subject" | "links">;
  },
): Promise<"later" | undefined> {
  const { send, outcome, kept } = given;
  if (outcome.kind === "accepted") {
    const { messageId } = outcome;
    return settled(ports, workspace, { send, from: "sending", to: "sent", messageId, ...kept });
  }
  if (outcome.kind === "refused")
    return settled(ports, workspace, { send, from: "sending", to: "failed", reason: outcome.reason });
  ports.logger.warn("a mail was not settled", { workspace, send: send.id, ...outcome });
  if (outcome.kind === "unclear") return undefined;
  await ports.sendStore.settle(workspace, { id: send.id, from: ["sending"], to: "ready" });
  return "later";
}

interface Settlement {
  readonly send: SendRecord;
  readonly from: "ready" | "sending";
  readonly to: "sent" | "failed" | "skipped";
  readonly reason?: string;
  readonly messageId?: string;
  readonly subject?: string;
  readonly links?: readonly string[];
}

async function settled(ports: SendPorts, workspace: string, settlement: Settlement): Promise<undefined> {
  const { send, from, to, ...patch } = settlement;
  const at = ports.clock.now().toISOString();
  const outbox = engagementEvent({ workspace, send, name: to, at });
  await ports.sendStore.settle(workspace, { id: send.id, from: [from], to, patch, outbox });
  return undefined;
}
