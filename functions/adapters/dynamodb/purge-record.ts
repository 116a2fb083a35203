import { BatchWriteCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { ObjectModel } from "#engine";
import { withRetries, type Table } from "./client.ts";
import { queryAll } from "./derived-reads.ts";
import { conditionsFailed } from "./errors.ts";
import { binKey, historyPartition, ledgerKey, recordKey, workspaceKey } from "./keys.ts";

/** Most items of one BatchWriteItem (AWS limit). */
const BATCH = 25;

/**
 * Removes a deleted record for good, with its history; what is derived from it went when it was deleted. False when it is
 * not in the bin (any more), or lives again.
 */
export async function purgeRecord(
  table: Table,
  workspace: string,
  { object, id }: { readonly object: ObjectModel; readonly id: string },
): Promise<boolean> {
  const key = workspaceKey(workspace);
  const TableName = table.name;
  const gone = { ConditionExpression: "attribute_exists(pk)" };
  const command = new TransactWriteCommand({
    TransactItems: [
      { Delete: { TableName, Key: binKey(key, object.id, id), ...gone } },
      { Delete: { TableName, Key: ledgerKey(key, object.id, id) } },
      {
        ConditionCheck: {
          TableName,
          Key: recordKey(key, object.id, id),
          ConditionExpression: "attribute_not_exists(pk)",
        },
      },
    ],
  });
  try {
    await withRetries(() => table.client.send(command));
  } catch (error) {
    if (!conditionsFailed(error)) throw error;
    return false;
  }
  await removeHistory(table, historyPartition(key, object.id, id));
  return true;
}

async function removeHistory({ client, name, ...table }: Table, pk: string): Promise<void> {
  const items = await queryAll({ client, name, ...table }, { pk });
  let open = items.map((one) => ({ DeleteRequest: { Key: { pk, sk: one["sk"] } } }));
  while (open.length > 0) {
    const batch = open.slice(0, BATCH);
    const command = new BatchWriteCommand({ RequestItems: { [name]: batch } });
    const { UnprocessedItems } = await withRetries(() => client.send(command));
    open = [...open.slice(BATCH), ...((UnprocessedItems?.[name] ?? []) as typeof open)];
  }
}
