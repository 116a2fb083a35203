import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { ObjectModel } from "#engine";
import type { BinPage } from "../../ports/record-store.ts";
import { unitsOf, withRetries, type Table } from "./client.ts";
import { binKey, workspaceKey } from "./keys.ts";
import { BIN_ORDER } from "./transaction.ts";
import { readWritten } from "./written-records.ts";

/** Deleted records of an object, the last deleted first; a moment behind, as the index is. */
export async function readBin(
  table: Table,
  given: { readonly workspace: string; readonly object: ObjectModel },
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<BinPage> {
  const { workspace, object } = given;
  const { pk } = binKey(workspaceKey(workspace), object.id, "");
  const command = new QueryCommand({
    TableName: table.name,
    IndexName: `ix${BIN_ORDER}`,
    KeyConditionExpression: after === null ? "pk = :pk" : "pk = :pk AND #order < :after",
    ...(after === null ? {} : { ExpressionAttributeNames: { "#order": BIN_ORDER } }),
    ExpressionAttributeValues: { ":pk": pk, ...(after === null ? {} : { ":after": after }) },
    ScanIndexForward: false,
    Limit: limit,
    ReturnConsumedCapacity: "TOTAL",
  });
  const answer = await withRetries(() => table.client.send(command));
  table.capacity.add({ read: unitsOf(answer.ConsumedCapacity) });
  const keys = answer.Items ?? [];
  const refs = keys.map((one) => ({ object, id: String(one["sk"]) }));
  const last: unknown = keys.at(-1)?.[BIN_ORDER];
  return {
    items: refs.length === 0 ? [] : await readWritten(table, { workspace, place: "bin" }, refs),
    after: answer.LastEvaluatedKey !== undefined && typeof last === "string" ? last : null,
  };
}
