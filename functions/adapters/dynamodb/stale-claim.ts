import { GetCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { uniqueClaimsOf, type RecordWrite } from "#engine";
import type { CommitFailure } from "../../ports/record-store.ts";
import { withRetries, type Table } from "./client.ts";
import { decodeRecord } from "./codec.ts";
import { recordKey, workspaceKey } from "./keys.ts";
import { claimKey } from "./transaction.ts";

/**
 * Frees a value whose holder has another one now, or is gone: it changed while the field was not unique, when nobody
 * gives values back. False when the holder has it, or the claim moved; nothing was written then.
 */
export async function freeStaleClaim(
  table: Table,
  workspace: string,
  given: { readonly write: RecordWrite | undefined; readonly failure: CommitFailure },
): Promise<boolean> {
  const { write, failure } = given;
  if (!write || failure.reason !== "claimed" || failure.holder === "") return false;
  const claim = write.claims.find((one) => one.fieldId === failure.fieldId);
  if (!claim) return false;
  const key = workspaceKey(workspace);
  const Key = recordKey(key, write.object.id, failure.holder);
  const read = new GetCommand({ TableName: table.name, Key, ConsistentRead: true });
  const { Item: holder } = await withRetries(() => table.client.send(read));
  const held = holder ? uniqueClaimsOf(write.object, decodeRecord(write.object, holder)) : [];
  if (held.some((one) => one.fieldId === claim.fieldId && one.key === claim.key)) return false;
  const unmoved = holder
    ? {
        ConditionExpression: "#ver = :ver",
        ExpressionAttributeNames: { "#ver": "ver" },
        ExpressionAttributeValues: { ":ver": holder["ver"] as number },
      }
    : { ConditionExpression: "attribute_not_exists(pk)" };
  const Delete = {
    TableName: table.name,
    Key: claimKey(key, write.object, claim),
    ConditionExpression: "#id = :id",
    ExpressionAttributeNames: { "#id": "id" },
    ExpressionAttributeValues: { ":id": failure.holder },
  };
  const TransactItems = [{ Delete }, { ConditionCheck: { TableName: table.name, Key, ...unmoved } }];
  try {
    await withRetries(() => table.client.send(new TransactWriteCommand({ TransactItems })));
    return true;
  } catch (error) {
    if ((error as { readonly name?: string }).name !== "TransactionCanceledException") throw error;
    return false;
  }
}
