import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Job, JobStore } from "../../ports/job-store.ts";
import { withRetries, type Table } from "./client.ts";
import { queryAll } from "./derived-reads.ts";
import { conditionFailure } from "./errors.ts";
import { jobKey, jobPartition, workspaceKey } from "./keys.ts";

/** Background jobs; an item of type `job` that is inserted becomes `crm.job.requested`. */
export function createJobStore(table: Table): JobStore {
  const { client, name: TableName } = table;
  const put = (workspace: string, job: Job, expected: number | null): PutCommand =>
    new PutCommand({
      TableName,
      Item: { ...jobKey(workspaceKey(workspace), job.id), ty: "job", workspace, rev: job.revision, job },
      ...(expected === null
        ? { ConditionExpression: "attribute_not_exists(pk)" }
        : {
            ConditionExpression: "#rev = :rev",
            ExpressionAttributeNames: { "#rev": "rev" },
            ExpressionAttributeValues: { ":rev": expected },
          }),
    });
  return {
    async create(workspace, job) {
      await withRetries(() => client.send(put(workspace, job, null)));
    },
    async get(workspace, id) {
      const Key = jobKey(workspaceKey(workspace), id);
      const { Item } = await withRetries(() =>
        client.send(new GetCommand({ TableName, Key, ConsistentRead: true })),
      );
      return Item ? (Item["job"] as Job) : null;
    },
    async save(workspace, job) {
      try {
        await withRetries(() => client.send(put(workspace, job, job.revision - 1)));
        return true;
      } catch (error) {
        if (conditionFailure(error) === null) throw error;
        return false;
      }
    },
    async list(workspace, limit) {
      const pk = jobPartition(workspaceKey(workspace));
      const items = await queryAll(table, { pk, reverse: true, limit });
      return items.map((one) => one["job"] as Job);
    },
  };
}
