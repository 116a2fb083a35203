import { BatchGetCommand } from "@aws-sdk/lib-dynamodb";
import { setTimeout as pause } from "node:timers/promises";
import { unitsOf, withRetries, type Table } from "./client.ts";
import type { ItemKey } from "./keys.ts";

/** Most keys of one BatchGetItem (AWS limit), and batches under way at once. */
const BATCH = 100;
const LANES = 4;
const MOST_ROUNDS = 8;

export interface BatchGetResult {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly capacity: number;
}

/** Reads items by key, strongly consistent, in any order; missing ones are left out, repeated keys read once. */
export async function batchGet(table: Table, keys: readonly ItemKey[]): Promise<BatchGetResult> {
  const distinct = [...new Map(keys.map((key) => [`${key.pk} ${key.sk}`, key])).values()];
  const batches: ItemKey[][] = [];
  for (let at = 0; at < distinct.length; at += BATCH) batches.push(distinct.slice(at, at + BATCH));
  const items: Readonly<Record<string, unknown>>[] = [];
  let capacity = 0;
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let batch = batches[next++]; batch; batch = batches[next++]) {
      const read = await readBatch(table, batch);
      items.push(...read.items);
      capacity += read.capacity;
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, batches.length) }, lane));
  return { items, capacity };
}

async function readBatch(table: Table, batch: readonly ItemKey[]): Promise<BatchGetResult> {
  const items: Readonly<Record<string, unknown>>[] = [];
  let capacity = 0;
  let pending: readonly ItemKey[] = batch;
  for (let round = 0; pending.length > 0; round += 1) {
    if (round === MOST_ROUNDS) throw new Error("the table keeps leaving keys of a batch unread");
    if (round > 0) await pause(Math.random() * 20 * 2 ** round);
    const request = { [table.name]: { Keys: [...pending], ConsistentRead: true } };
    const command = new BatchGetCommand({ RequestItems: request, ReturnConsumedCapacity: "TOTAL" });
    const answer = await withRetries(() => table.client.send(command));
    items.push(...(answer.Responses?.[table.name] ?? []));
    const spent = unitsOf(answer.ConsumedCapacity);
    capacity += spent;
    table.capacity.add({ read: spent });
    pending = (answer.UnprocessedKeys?.[table.name]?.Keys ?? []) as ItemKey[];
  }
  return { items, capacity };
}
