import { GetCommand } from "@aws-sdk/lib-dynamodb";
import type { UniqueIndex } from "../../ports/unique-index.ts";
import { withRetries, type Table } from "./client.ts";
import { workspaceKey } from "./keys.ts";
import { claimKey } from "./transaction.ts";

/** Reads the items that claim unique values. */
export function createUniqueIndex(table: Table): UniqueIndex {
  return {
    async holder(workspace, object, claim) {
      const Key = claimKey(workspaceKey(workspace), object, claim);
      const command = new GetCommand({ TableName: table.name, Key, ConsistentRead: true });
      const { Item } = await withRetries(() => table.client.send(command));
      return typeof Item?.["id"] === "string" ? Item["id"] : null;
    },
  };
}
