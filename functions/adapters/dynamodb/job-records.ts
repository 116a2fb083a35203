import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { RETENTION_DAYS } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { JobRecords } from "../../ports/job-records.ts";
import { withRetries, type Table } from "./client.ts";
import { jobRecordsKey, workspaceKey } from "./keys.ts";

const DAY_SECONDS = 86_400;

/** The records of jobs, one item per piece. */
export function createJobRecords({ client, name: TableName }: Table, clock: Clock): JobRecords {
  return {
    async put(workspace, jobId, { at, ids }) {
      const ttl = Math.floor(clock.now().getTime() / 1000) + RETENTION_DAYS * DAY_SECONDS;
      const Item = { ...jobRecordsKey(workspaceKey(workspace), jobId, at), ty: "jbr", ids, ttl };
      await withRetries(() => client.send(new PutCommand({ TableName, Item })));
    },
    async get(workspace, jobId, at) {
      const Key = jobRecordsKey(workspaceKey(workspace), jobId, at);
      const { Item } = await withRetries(() =>
        client.send(new GetCommand({ TableName, Key, ConsistentRead: true })),
      );
      return (Item?.["ids"] as readonly string[] | undefined) ?? [];
    },
  };
}
