import { GetCommand } from "@aws-sdk/lib-dynamodb";
import type { Causation, ObjectModel } from "#engine";
import type { Link, LinkRequest } from "../../ports/derived-store.ts";
import { withRetries, type Table } from "./client.ts";
import { queryPage } from "./derived-reads.ts";
import { binKey, linkPartition, workspaceKey, type WorkspaceKey } from "./keys.ts";

/** Entries that point at a record by one field, strongly consistent. */
export async function readLinks(
  table: Table,
  key: WorkspaceKey,
  request: LinkRequest,
): Promise<readonly Link[]> {
  const { after, reverse = false, limit, prefix = "" } = request;
  const [first, last] = [prefix === "" ? "!" : prefix, `${prefix}\uFFFF`];
  const [from, to] = reverse ? [first, after ?? last] : [after ?? first, last];
  const page = await queryPage(table, {
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
    ExpressionAttributeValues: { ":pk": linkPartition(key, request), ":from": from, ":to": to },
    ConsistentRead: true,
    ScanIndexForward: !reverse,
    Limit: limit + 1,
  });
  return page.items
    .filter((one) => one["sk"] !== after)
    .slice(0, limit)
    .map(({ fieldId, target, member, value }) => ({ fieldId, target, member, value }) as Link);
}

/** Root command of a record's deletion. */
export async function readDeletion(
  table: Table,
  given: { readonly workspace: string; readonly object: ObjectModel; readonly id: string },
): Promise<string | null> {
  const Key = { ...binKey(workspaceKey(given.workspace), given.object.id, given.id) };
  const command = new GetCommand({ TableName: table.name, Key, ConsistentRead: true });
  const { Item } = await withRetries(() => table.client.send(command));
  return Item ? (Item["_m"] as Causation).correlation : null;
}
