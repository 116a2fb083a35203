import type { EventEnvelope } from "#engine";
import { outboxKey } from "./keys-automation.ts";
import type { TransactItem } from "./transaction.ts";

/** Seconds an event stays after it was published from the stream. */
const KEPT_SECONDS = 2 * 86_400;

/** An event that is published when the transaction around it commits; the same event again is the same item. */
export function outboxItem(TableName: string, workspace: string, event: EventEnvelope): TransactItem {
  const ttl = Math.floor(Date.parse(event.occurredAt) / 1000) + KEPT_SECONDS;
  return { Put: { TableName, Item: { ...outboxKey(workspace, event.id), ty: "evt", event, ttl } } };
}
