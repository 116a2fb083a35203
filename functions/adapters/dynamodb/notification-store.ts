import { QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { NotificationEntry, NotificationStore } from "../../ports/notification-store.ts";
import type { Table } from "./client.ts";
import { notificationPartition } from "./keys-automation.ts";

/** Unread ones are counted among this many of the newest. */
const COUNTED = 200;

/** Notifications in the table, one partition per person. */
export function createNotificationStore({ client, name: TableName }: Table): NotificationStore {
  const newest = async (
    workspace: string,
    { user, limit, position }: Parameters<NotificationStore["list"]>[1],
  ) => {
    const page = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: position === null ? "pk = :pk" : "pk = :pk AND sk < :sk",
        ExpressionAttributeValues: {
          ":pk": notificationPartition(workspace, user),
          ...(position === null ? {} : { ":sk": position }),
        },
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    const items = (page.Items ?? []) as (NotificationEntry & { readonly sk: string })[];
    return { items, position: page.LastEvaluatedKey ? (items.at(-1)?.sk ?? null) : null };
  };
  return {
    list: newest,
    async unread(workspace, user) {
      const { items } = await newest(workspace, { user, limit: COUNTED, position: null });
      return items.filter((one) => !one.read).length;
    },
    async markRead(workspace, user, id) {
      const { items } = await newest(workspace, { user, limit: COUNTED, position: null });
      const found = items.find((one) => one.id === id);
      if (!found) return false;
      await client.send(
        new UpdateCommand({
          TableName,
          Key: { pk: notificationPartition(workspace, user), sk: found.sk },
          UpdateExpression: "SET #read = :true",
          ExpressionAttributeNames: { "#read": "read" },
          ExpressionAttributeValues: { ":true": true },
        }),
      );
      return true;
    },
  };
}
