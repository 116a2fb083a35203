import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { PrivateView, ViewPreferences, ViewStore } from "../../ports/view-store.ts";
import { withRetries, type Table } from "./client.ts";
import { queryAll } from "./derived-reads.ts";
import { privateViewKey, viewPartition, viewPreferencesKey, workspaceKey } from "./keys.ts";

const none: ViewPreferences = { favourites: [], order: {} };

/** Private views in the table: one partition per person, one item per view and one for the preferences. */
export function createViewStore(table: Table): ViewStore {
  const { client, name: TableName } = table;
  return {
    async list(workspace, user) {
      const items = await queryAll(table, { pk: viewPartition(workspaceKey(workspace), user) });
      const views = items.flatMap((one) => (one["view"] as PrivateView | undefined) ?? []);
      const stored = items.find((one) => one["preferences"] !== undefined);
      return { views, preferences: (stored?.["preferences"] as ViewPreferences | undefined) ?? none };
    },
    async get(workspace, user, id) {
      const Key = privateViewKey(workspaceKey(workspace), user, id);
      const command = new GetCommand({ TableName, Key, ConsistentRead: true });
      const { Item } = await withRetries(() => client.send(command));
      return (Item?.["view"] as PrivateView | undefined) ?? null;
    },
    async put(workspace, user, { view, expected }) {
      const command = new PutCommand({
        TableName,
        Item: {
          ...privateViewKey(workspaceKey(workspace), user, view.id),
          ty: "viw",
          ver: view.version,
          view,
        },
        ...(expected === null
          ? { ConditionExpression: "attribute_not_exists(pk)" }
          : {
              ConditionExpression: "ver = :expected",
              ExpressionAttributeValues: { ":expected": expected },
            }),
      });
      try {
        await client.send(command);
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
    async delete(workspace, user, id) {
      const Key = privateViewKey(workspaceKey(workspace), user, id);
      await withRetries(() => client.send(new DeleteCommand({ TableName, Key })));
    },
    async putPreferences(workspace, user, preferences) {
      const Item = { ...viewPreferencesKey(workspaceKey(workspace), user), ty: "vip", preferences };
      await withRetries(() => client.send(new PutCommand({ TableName, Item })));
    },
  };
}
