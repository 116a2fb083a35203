import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { User, UserStore } from "../../ports/user-store.ts";
import { withRetries, type Table } from "./client.ts";
import { queryAll } from "./derived-reads.ts";
import { userKey, userPartition, workspaceKey } from "./keys.ts";

/** People of a workspace, one item each. */
export function createUserStore(table: Table): UserStore {
  return {
    async get(workspace, id) {
      const Key = userKey(workspaceKey(workspace), id);
      const command = new GetCommand({ TableName: table.name, Key, ConsistentRead: true });
      const { Item } = await withRetries(() => table.client.send(command));
      return Item ? (Item["user"] as User) : null;
    },
    async list(workspace) {
      const items = await queryAll(table, { pk: userPartition(workspaceKey(workspace)) });
      const users = items.map((one) => one["user"] as User);
      return users.sort((a, b) => a.name.localeCompare(b.name, "zh-Hans-u-co-pinyin"));
    },
    async put(workspace, user) {
      const Item = { ...userKey(workspaceKey(workspace), user.id), ty: "usr", user };
      await withRetries(() => table.client.send(new PutCommand({ TableName: table.name, Item })));
    },
  };
}
