import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { slotKeys, type IndexDefinition, type ObjectModel } from "#engine";
import { withRetries, type Table } from "./client.ts";
import { decodeRecord } from "./codec.ts";
import { queryPage } from "./derived-reads.ts";
import { conditionFailure } from "./errors.ts";
import { recordPartition, workspaceKey } from "./keys.ts";

/** Records written at once. */
const LANES = 8;

/** Gives records the key of one index; a record that someone wrote meanwhile has it already. */
export async function touchRecords(
  table: Table,
  workspace: string,
  request: {
    readonly object: ObjectModel;
    readonly index: IndexDefinition;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<{ readonly touched: number; readonly after: string | null }> {
  const { object, index, after, limit } = request;
  const pk = recordPartition(workspaceKey(workspace), object.id);
  const page = await queryPage(table, {
    KeyConditionExpression: after === null ? "pk = :pk" : "pk = :pk AND sk > :after",
    ExpressionAttributeValues: { ":pk": pk, ...(after === null ? {} : { ":after": after }) },
    ConsistentRead: true,
    Limit: limit,
  });
  let touched = 0;
  const pending = [...page.items];
  const lane = async (): Promise<void> => {
    for (let item = pending.pop(); item; item = pending.pop()) {
      if (await touch(table, { object, index, item })) touched += 1;
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const last = page.items.at(-1)?.["sk"];
  return { touched, after: page.hasMore && typeof last === "string" ? last : null };
}

async function touch(
  table: Table,
  given: {
    readonly object: ObjectModel;
    readonly index: IndexDefinition;
    readonly item: Readonly<Record<string, unknown>>;
  },
): Promise<boolean> {
  const { object, index, item } = given;
  const key = slotKeys({ object, record: decodeRecord(object, item) })[index.slot] ?? null;
  if ((item[index.slot] ?? null) === key) return false;
  const command = new UpdateCommand({
    TableName: table.name,
    Key: { pk: item["pk"], sk: item["sk"] },
    UpdateExpression: key === null ? "REMOVE #slot" : "SET #slot = :key",
    ConditionExpression: "#ver = :ver",
    ExpressionAttributeNames: { "#slot": index.slot, "#ver": "ver" },
    ExpressionAttributeValues: { ":ver": item["ver"], ...(key === null ? {} : { ":key": key }) },
  });
  try {
    await withRetries(() => table.client.send(command));
    return true;
  } catch (error) {
    if (conditionFailure(error) === null) throw error;
    return false;
  }
}
