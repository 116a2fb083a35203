import { DeleteCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { IdempotencyStore, StoredAnswer } from "../../ports/idempotency-store.ts";
import { withRetries, type Table } from "./client.ts";
import { conditionFailure } from "./errors.ts";
import { idempotencyKey, workspaceKey } from "./keys.ts";

/** Seconds an answer is kept (http-api.md), and milliseconds after which an unfinished request counts as lost. */
const KEEP_SECONDS = 24 * 60 * 60;
const LOST_AFTER_MS = 2 * 60 * 1000;

/** First answers to idempotency keys. */
export function createIdempotencyStore(table: Table): IdempotencyStore {
  const { client, name: TableName } = table;
  return {
    async begin(workspace, { key, fingerprint, now }) {
      const Put = claiming(TableName, workspace, { key, fingerprint, now });
      try {
        await withRetries(() => client.send(Put));
        return { state: "claimed" };
      } catch (error) {
        const old = conditionFailure(error);
        if (!old) throw error;
        if (old["fingerprint"] !== fingerprint) return { state: "otherBody" };
        const answer = old["answer"] as StoredAnswer | undefined;
        return answer ? { state: "done", answer } : { state: "inProgress" };
      }
    },
    async finish(workspace, key, answer) {
      await withRetries(() => client.send(finishing(TableName, { workspace, key, answer })));
    },
    async release(workspace, key) {
      const Key = idempotencyKey(workspaceKey(workspace), key);
      const command = new DeleteCommand({
        TableName,
        Key,
        ConditionExpression: "attribute_not_exists(answer)",
      });
      try {
        await withRetries(() => client.send(command));
      } catch (error) {
        if (conditionFailure(error) === null) throw error;
      }
    },
  };
}

function finishing(
  TableName: string,
  given: { readonly workspace: string; readonly key: string; readonly answer: StoredAnswer },
): UpdateCommand {
  return new UpdateCommand({
    TableName,
    Key: idempotencyKey(workspaceKey(given.workspace), given.key),
    UpdateExpression: "SET answer = :answer",
    ConditionExpression: "attribute_exists(pk)",
    ExpressionAttributeValues: { ":answer": given.answer },
  });
}

/** Takes a key that is free, expired, or left unfinished by a request that was lost. */
function claiming(
  TableName: string,
  workspace: string,
  { key, fingerprint, now }: { readonly key: string; readonly fingerprint: string; readonly now: Date },
): PutCommand {
  const at = now.getTime();
  const seconds = Math.floor(at / 1000);
  return new PutCommand({
    TableName,
    Item: {
      ...idempotencyKey(workspaceKey(workspace), key),
      ty: "idm",
      fingerprint,
      at,
      ttl: seconds + KEEP_SECONDS,
    },
    ConditionExpression:
      "attribute_not_exists(pk) OR #ttl < :now OR (attribute_not_exists(answer) AND #at < :lost AND fingerprint = :mine)",
    ExpressionAttributeNames: { "#ttl": "ttl", "#at": "at" },
    ExpressionAttributeValues: { ":now": seconds, ":lost": at - LOST_AFTER_MS, ":mine": fingerprint },
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });
}
