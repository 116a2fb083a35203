import { GetCommand } from "@aws-sdk/lib-dynamodb";
import type { Causation, ObjectModel, StoredRecord } from "#engine";
import type { Link, LinkRequest } from "../../ports/derived-store.ts";
import { withRetries, type Table } from "./client.ts";
import { decodeRecord } from "./codec.ts";
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

/** Deleted records of an object, in the order of their ids. */
export async function readBin(
  table: Table,
  { workspace, object }: { readonly workspace: string; readonly object: ObjectModel },
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<{
  readonly items: readonly { readonly record: StoredRecord; readonly correlation: string }[];
  readonly after: string | null;
}> {
  const { pk } = binKey(workspaceKey(workspace), object.id, "");
  const page = await queryPage(table, {
    KeyConditionExpression: "pk = :pk AND sk > :after",
    ExpressionAttributeValues: { ":pk": pk, ":after": after ?? "!" },
    ConsistentRead: true,
    Limit: limit,
  });
  const last = page.items.at(-1)?.["sk"];
  return {
    items: page.items.map((item) => ({
      record: decodeRecord(object, item),
      correlation: (item["_m"] as Causation).correlation,
    })),
    after: page.hasMore && typeof last === "string" ? last : null,
  };
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
