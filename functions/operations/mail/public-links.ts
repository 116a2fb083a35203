import type { Clock } from "../../ports/clock.ts";
import type { SendRecord, SendStore } from "../../ports/send-store.ts";
import type { Signer } from "../../ports/signer.ts";
import { engagementEvent } from "./engagement-event.ts";
import { readLinkToken, type LinkPurpose } from "./links.ts";

export interface LinkPorts {
  readonly clock: Clock;
  readonly signer: Signer;
  readonly sendStore: SendStore;
}

interface Opened {
  readonly workspace: string;
  readonly send: SendRecord;
  readonly link: number | undefined;
}

async function open(ports: LinkPorts, purpose: LinkPurpose, token: string): Promise<Opened | null> {
  const target = readLinkToken(ports.signer, purpose, token);
  const send = target && (await ports.sendStore.get(target.workspace, target.send));
  return target && send ? { workspace: target.workspace, send, link: target.link } : null;
}

async function note(ports: LinkPorts, { workspace, send }: Opened, name: string): Promise<void> {
  const at = ports.clock.now().toISOString();
  const outbox = engagementEvent({ workspace, send, name, at });
  await ports.sendStore.note(workspace, { id: send.id, name, at, outbox });
}

/** Whether the link is one of ours; changes nothing, since scanners open links. */
export async function canUnsubscribe(ports: LinkPorts, token: string): Promise<boolean> {
  return (await open(ports, "unsubscribe", token)) !== null;
}

/** Takes the address off the mail's topic; the same again changes nothing. False: not a link of ours. */
export async function unsubscribe(ports: LinkPorts, token: string): Promise<boolean> {
  const opened = await open(ports, "unsubscribe", token);
  if (!opened) return false;
  const { workspace, send } = opened;
  const at = ports.clock.now().toISOString();
  if (send.topic !== null) {
    await ports.sendStore.optOut(workspace, {
      address: send.address,
      topic: send.topic,
      at,
      source: send.id,
    });
  }
  await note(ports, opened, "unsubscribed");
  return true;
}

/** Target of a clicked link, noted; null: not a link of ours. */
export async function followLink(ports: LinkPorts, token: string): Promise<string | null> {
  const opened = await open(ports, "click", token);
  const target = opened?.send.links?.[opened.link ?? -1];
  if (!opened || target === undefined || !/^https?:\/\//.test(target)) return null;
  await note(ports, opened, "clicked");
  return target;
}

/** Notes that a mail was shown; false: not a link of ours. */
export async function notedOpen(ports: LinkPorts, token: string): Promise<boolean> {
  const opened = await open(ports, "open", token);
  if (opened) await note(ports, opened, "opened");
  return opened !== null;
}
