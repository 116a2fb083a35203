import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { setTimeout as pause } from "node:timers/promises";
import { withRetries, type Table } from "./client.ts";

export type WriteRequest =
  | { readonly PutRequest: { readonly Item: Record<string, unknown> } }
  | { readonly DeleteRequest: { readonly Key: Record<string, unknown> } };

/** Most items of one BatchWriteItem (AWS limit). */
const BATCH = 25;
/** Batches in a row that may come back without a single item written. */
const MOST_IDLE = 8;

/** Writes items without conditions, each at the price of a put of its own; every one may be written when this throws. */
export async function batchWrite({ client, name }: Table, requests: readonly WriteRequest[]): Promise<void> {
  let open = [...requests];
  for (let idle = 0; open.length > 0;) {
    const batch = open.slice(0, BATCH);
    const command = new BatchWriteCommand({ RequestItems: { [name]: batch } });
    const { UnprocessedItems } = await withRetries(() => client.send(command));
    const left = (UnprocessedItems?.[name] ?? []) as WriteRequest[];
    idle = left.length === batch.length ? idle + 1 : 0;
    if (idle === MOST_IDLE) throw new Error("the table keeps leaving items of a batch unwritten");
    if (left.length > 0) await pause(Math.random() * 20 * 2 ** idle);
    open = [...open.slice(BATCH), ...left];
  }
}
