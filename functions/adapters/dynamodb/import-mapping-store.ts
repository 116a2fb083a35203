import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { ImportMappingStore, SavedMapping } from "../../ports/import-mapping-store.ts";
import { withRetries, type Table } from "./client.ts";
import { queryAll } from "./derived-reads.ts";
import { importPartition, workspaceKey } from "./keys.ts";

/** Place of all mappings; no import has an id of lower-case letters. */
const MAPPINGS = "mappings";

/** Saved mappings in the table: one partition per workspace. */
export function createImportMappingStore(table: Table): ImportMappingStore {
  const { client, name: TableName } = table;
  const keyOf = (workspace: string, id: string) => ({
    pk: importPartition(workspaceKey(workspace), MAPPINGS),
    sk: id,
  });
  return {
    async list(workspace) {
      const items = await queryAll(table, { pk: keyOf(workspace, "").pk });
      return items.map((one) => one["mapping"] as SavedMapping);
    },
    async get(workspace, id) {
      const command = new GetCommand({ TableName, Key: keyOf(workspace, id), ConsistentRead: true });
      const { Item } = await withRetries(() => client.send(command));
      return (Item?.["mapping"] as SavedMapping | undefined) ?? null;
    },
    async put(workspace, mapping) {
      const command = new PutCommand({
        TableName,
        Item: { ...keyOf(workspace, mapping.id), ty: "imm", by: mapping.createdBy, mapping },
        ConditionExpression: "attribute_not_exists(pk) OR #by = :by",
        ExpressionAttributeNames: { "#by": "by" },
        ExpressionAttributeValues: { ":by": mapping.createdBy },
      });
      try {
        await withRetries(() => client.send(command));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
    async remove(workspace, id) {
      const command = new DeleteCommand({ TableName, Key: keyOf(workspace, id) });
      await withRetries(() => client.send(command));
    },
  };
}
