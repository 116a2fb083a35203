import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { ApiKey, ApiKeyStore } from "../../ports/api-key-store.ts";
import { withRetries, type Table } from "./client.ts";
import { queryAll } from "./derived-reads.ts";
import { apiKeyKey, apiKeyPartition, workspaceKey } from "./keys.ts";

/** Keys of a workspace, one item each. */
export function createApiKeyStore(table: Table): ApiKeyStore {
  const keyOf = (workspace: string, id: string) => apiKeyKey(workspaceKey(workspace), id);
  return {
    async get(workspace, id) {
      const command = new GetCommand({
        TableName: table.name,
        Key: keyOf(workspace, id),
        ConsistentRead: true,
      });
      const { Item } = await withRetries(() => table.client.send(command));
      return Item ? (Item["key"] as ApiKey) : null;
    },
    async list(workspace) {
      const items = await queryAll(table, { pk: apiKeyPartition(workspaceKey(workspace)) });
      const keys = items.map((one) => one["key"] as ApiKey);
      return keys.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    },
    create(workspace, key) {
      const command = new PutCommand({
        TableName: table.name,
        Item: { ...keyOf(workspace, key.id), ty: "key", key },
        ConditionExpression: "attribute_not_exists(pk)",
      });
      return happens(() => withRetries(() => table.client.send(command)));
    },
    remove(workspace, id) {
      const command = new DeleteCommand({
        TableName: table.name,
        Key: keyOf(workspace, id),
        ConditionExpression: "attribute_exists(pk)",
      });
      return happens(() => withRetries(() => table.client.send(command)));
    },
  };
}

/** Whether the write's condition held. */
async function happens(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
