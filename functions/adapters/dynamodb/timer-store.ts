import { GetCommand, paginateQuery, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { DueTimer, TimerStore } from "../../ports/timer-store.ts";
import type { Table } from "./client.ts";
import { TIMER_SHARDS, timerPartition, watermarkKey } from "./keys-automation.ts";

/** The minute wheel in the table. */
export function createTimerStore(table: Table): TimerStore {
  const { client, name: TableName } = table;
  return {
    async due(minute) {
      const shards = Array.from({ length: TIMER_SHARDS }, (_, shard) => timersIn(table, minute, shard));
      return (await Promise.all(shards)).flat();
    },
    async watermark() {
      const found = await client.send(new GetCommand({ TableName, Key: watermarkKey, ConsistentRead: true }));
      return (found.Item?.["minute"] as number | undefined) ?? null;
    },
    async moveWatermark(from, to) {
      const condition =
        from === null
          ? { ConditionExpression: "attribute_not_exists(pk)" }
          : {
              ConditionExpression: "#minute = :from",
              ExpressionAttributeNames: { "#minute": "minute" },
              ExpressionAttributeValues: { ":from": from },
            };
      try {
        await client.send(
          new PutCommand({ TableName, Item: { ...watermarkKey, ty: "wmk", minute: to }, ...condition }),
        );
        return true;
      } catch (error) {
        if ((error as Error).name === "ConditionalCheckFailedException") return false;
        throw error;
      }
    },
  };
}

async function timersIn({ client, name }: Table, minute: string, shard: number): Promise<DueTimer[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: name,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": timerPartition(minute, shard) },
      ConsistentRead: true,
    },
  );
  const timers: DueTimer[] = [];
  for await (const page of pages) {
    for (const item of page.Items ?? []) {
      const { workspace, subject, token, due } = item as Omit<DueTimer, "at"> & { readonly due: string };
      timers.push({ workspace, subject, token, at: due });
    }
  }
  return timers;
}
