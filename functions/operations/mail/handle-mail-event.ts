import type { Clock } from "../../ports/clock.ts";
import type { SendRecord, SendStore } from "../../ports/send-store.ts";
import { engagementEvent } from "./engagement-event.ts";

/** An SES event as the default bus brings it. */
export interface MailEvent {
  readonly eventType: string;
  readonly mail: { readonly messageId: string; readonly tags?: Readonly<Record<string, readonly string[]>> };
  readonly bounce?: { readonly bounceType?: string };
}

const names: Readonly<Record<string, string>> = {
  Delivery: "delivered",
  Bounce: "bounced",
  Complaint: "complained",
};

/** What SES says settles a mail whose call had no clear end, and suppresses addresses that must not be used again. */
export async function handleMailEvent(
  ports: { readonly sendStore: SendStore; readonly clock: Clock },
  event: MailEvent,
): Promise<void> {
  const { tags = {}, messageId } = event.mail;
  const [workspace = ""] = tags["workspace"] ?? [];
  const [id = ""] = tags["send"] ?? [];
  const send = workspace && id ? await ports.sendStore.get(workspace, id) : null;
  if (!send) return;
  const at = ports.clock.now().toISOString();
  const outbox = (name: string) => engagementEvent({ workspace, send, name, at });
  await ports.sendStore.settle(workspace, {
    ...{ id, from: ["sending", "unknown"], to: "sent" },
    ...{ patch: { messageId }, outbox: outbox("sent") },
  });
  const name = names[event.eventType];
  if (name === undefined) return;
  await suppressed(ports.sendStore, { workspace, send, event, at });
  await ports.sendStore.note(workspace, { id, name, at, outbox: outbox(name) });
}

async function suppressed(
  sendStore: SendStore,
  given: {
    readonly workspace: string;
    readonly send: SendRecord;
    readonly event: MailEvent;
    readonly at: string;
  },
): Promise<void> {
  const { workspace, send, event, at } = given;
  const permanent = event.eventType === "Bounce" && event.bounce?.bounceType === "Permanent";
  if (!permanent && event.eventType !== "Complaint") return;
  const reason = permanent ? "bounce" : "complaint";
  await sendStore.suppress(workspace, { address: send.address, reason, at });
}
