import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { DuplicatePair, DuplicateStore, PairName } from "../../ports/duplicate-store.ts";
import { batchGet } from "./batch-get.ts";
import { withRetries, type Table } from "./client.ts";
import { duplicateKey, workspaceKey, type ItemKey } from "./keys.ts";

/** Pairs written at the same time. */
const LANES = 8;

/** Pairs of records in the table: one partition per object, one item per pair. */
export function createDuplicateStore(table: Table): DuplicateStore {
  const { client, name: TableName } = table;
  const keyOf = (workspace: string, objectId: string, pair: PairName) =>
    duplicateKey(workspaceKey(workspace), objectId, pair);
  return {
    put: (workspace, objectId, pairs) =>
      inLanes(pairs, (pair) => putOpen(table, keyOf(workspace, objectId, pair), pair)),
    async page(workspace, objectId, { after, limit }) {
      const { pk, sk } = keyOf(workspace, objectId, { first: after ?? "", second: "" });
      const command = new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :pk AND sk > :after",
        FilterExpression: "attribute_not_exists(dismissedAt)",
        ExpressionAttributeValues: { ":pk": pk, ":after": after ?? sk },
        ConsistentRead: true,
        Limit: limit,
      });
      const { Items = [], LastEvaluatedKey } = await withRetries(() => client.send(command));
      const last = LastEvaluatedKey?.["sk"];
      return { pairs: Items.map(decode), after: typeof last === "string" ? last : null };
    },
    async dismiss(workspace, objectId, { pairs, by, at }) {
      await inLanes(pairs, async (pair) => {
        const Item = {
          ...keyOf(workspace, objectId, pair),
          ty: "dup",
          ...pair,
          dismissedAt: at,
          dismissedBy: by,
        };
        await withRetries(() => client.send(new PutCommand({ TableName, Item })));
      });
    },
    async dismissed(workspace, objectId, pairs) {
      const keys: ItemKey[] = pairs.map((pair) => keyOf(workspace, objectId, pair));
      const { items } = await batchGet(table, keys);
      return new Set(items.filter((one) => one["dismissedAt"] !== undefined).map((one) => String(one["sk"])));
    },
  };
}

/** A pair that was dismissed, or stands there with a higher score, stays as it is. */
async function putOpen({ client, name: TableName }: Table, key: ItemKey, pair: DuplicatePair): Promise<void> {
  const command = new PutCommand({
    TableName,
    Item: { ...key, ty: "dup", ...pair },
    ConditionExpression:
      "attribute_not_exists(dismissedAt) AND (attribute_not_exists(pk) OR score <= :score)",
    ExpressionAttributeValues: { ":score": pair.score },
  });
  try {
    await withRetries(() => client.send(command));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

function decode(item: Readonly<Record<string, unknown>>): DuplicatePair {
  const { first, second, rule, score } = item;
  return { first, second, rule, score } as DuplicatePair;
}

async function inLanes<Item>(items: readonly Item[], act: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const lane = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
