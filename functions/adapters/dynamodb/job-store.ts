import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Job, JobErrorPage, JobPage, JobStore, KeyedJobError } from "../../ports/job-store.ts";
import { batchWrite } from "./batch-write.ts";
import { withRetries, type Table } from "./client.ts";
import { queryAll, queryPage } from "./derived-reads.ts";
import { conditionFailure } from "./errors.ts";
import { jobErrorPartition, jobKey, jobPartition, workspaceKey, type WorkspaceKey } from "./keys.ts";

/**
 * Background jobs; an item of type `job` that is inserted, or whose job has a new ticket, becomes `crm.job.requested`.
 */
export function createJobStore(table: Table): JobStore {
  const { client, name: TableName } = table;
  const put = (workspace: string, job: Job, expected: number | null): PutCommand =>
    new PutCommand({
      TableName,
      ...jobPut(workspaceKey(workspace), job),
      ...(expected === null
        ? {}
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
    page: (workspace, request) => readJobs(table, workspace, request),
    addErrors: (workspace, id, errors) =>
      addErrors(table, jobErrorPartition(workspaceKey(workspace), id), errors),
    errors: (workspace, id, request) =>
      readErrors(table, jobErrorPartition(workspaceKey(workspace), id), request),
    clearErrors: (workspace, id) => clearErrors(table, jobErrorPartition(workspaceKey(workspace), id)),
  };
}

/** The item of a new job, which must not be there yet. */
export function jobPut(key: WorkspaceKey, job: Job) {
  return {
    Item: { ...jobKey(key, job.id), ty: "job", workspace: key, rev: job.revision, job },
    ConditionExpression: "attribute_not_exists(pk)",
  };
}

interface PageOf {
  readonly limit: number;
  readonly after: string | null;
}

async function readJobs(table: Table, workspace: string, { limit, after }: PageOf): Promise<JobPage> {
  const pk = jobPartition(workspaceKey(workspace));
  const page = await queryPage(table, {
    KeyConditionExpression: after === null ? "pk = :pk" : "pk = :pk AND sk < :after",
    ExpressionAttributeValues: { ":pk": pk, ...(after === null ? {} : { ":after": after }) },
    ScanIndexForward: false,
    ConsistentRead: true,
    Limit: limit,
  });
  const items = page.items.map((one) => one["job"] as Job);
  return { items, after: page.hasMore ? (items.at(-1)?.id ?? null) : null };
}

async function readErrors(table: Table, pk: string, { limit, after }: PageOf): Promise<JobErrorPage> {
  const page = await queryPage(table, {
    KeyConditionExpression: after === null ? "pk = :pk" : "pk = :pk AND sk > :after",
    ExpressionAttributeValues: { ":pk": pk, ...(after === null ? {} : { ":after": after }) },
    ConsistentRead: true,
    Limit: limit,
  });
  const items = page.items.map((one) => one["error"] as KeyedJobError);
  return { items, after: page.hasMore ? (items.at(-1)?.key ?? null) : null };
}

async function addErrors(table: Table, pk: string, errors: readonly KeyedJobError[]): Promise<void> {
  const distinct = [...new Map(errors.map((one) => [one.key, one])).values()];
  await batchWrite(
    table,
    distinct.map((error) => ({ PutRequest: { Item: { pk, sk: error.key, ty: "jbe", error } } })),
  );
}

async function clearErrors(table: Table, pk: string): Promise<void> {
  const items = await queryAll(table, { pk });
  await batchWrite(
    table,
    items.map((one) => ({ DeleteRequest: { Key: { pk, sk: one["sk"] } } })),
  );
}
