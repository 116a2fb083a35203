import { GetCommand, paginateQuery, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { DueTimer, TimerStore } from "../../ports/timer-store.ts";
import { withRetries, type Table } from "./client.ts";
import { timerItem } from "./run-items.ts";
import { TIMER_SHARDS, timerPartition, watermarkKey } from "./keys-automation.ts";

/** The timer wheel in the table. */
export function createTimerStore(table: Table): TimerStore {
  const { client, name: TableName } = table;
  return {
    async put(timer) {
      await withRetries(() => client.send(new PutCommand({ TableName, Item: timerItem(timer) })));
    },
    async due(from, to) {
      const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
      const shards = Array.from({ length: TIMER_SHARDS }, (_, shard) => timersIn(table, range, shard));
      return (await Promise.all(shards)).flat();
    },
    async watermark() {
      const found = await client.send(new GetCommand({ TableName, Key: watermarkKey, ConsistentRead: true }));
      return (found.Item?.["until"] as number | undefined) ?? null;
    },
    async moveWatermark(from, to) {
      const condition =
        from === null
          ? { ConditionExpression: "attribute_not_exists(pk)" }
          : {
              ConditionExpression: "#until = :from",
              ExpressionAttributeNames: { "#until": "until" },
              ExpressionAttributeValues: { ":from": from },
            };
      try {
        await client.send(
          new PutCommand({ TableName, Item: { ...watermarkKey, ty: "wmk", until: to }, ...condition }),
        );
        return true;
      } catch (error) {
        if ((error as Error).name === "ConditionalCheckFailedException") return false;
        throw error;
      }
    },
  };
}

async function timersIn(
  { client, name }: Table,
  { from, to }: { readonly from: string; readonly to: string },
  shard: number,
): Promise<DueTimer[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: name,
      KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
      // `$` follows the `#` after an instant, so that timers of the last instant are in the range.
      ExpressionAttributeValues: { ":pk": timerPartition(from, shard), ":from": from, ":to": `${to}$` },
      ConsistentRead: true,
    },
  );
  const timers: DueTimer[] = [];
  for await (const page of pages) {
    for (const item of page.Items ?? []) {
      const { workspace, subject, token, due, data } = item as Omit<DueTimer, "at"> & {
        readonly due: string;
      };
      timers.push({ workspace, subject, token, at: due, ...(data ? { data } : {}) });
    }
  }
  return timers;
}
