import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import type { FlowDocument, ObjectModel, RunState, StepTrace, WorkspaceModel } from "#engine";
import type { RunCommit, RunCommitOutcome, RunStore } from "../../ports/run-store.ts";
import { withRetries, type Table } from "./client.ts";
import {
  ACTIVE_RUNS,
  definitionRuns,
  entryKey,
  flowKey,
  recordRuns,
  runKey,
  runPartition,
} from "./keys-automation.ts";
import { runItems } from "./run-items.ts";
import {
  failureOf,
  insteadOf,
  recordTransactItems,
  type RecordTransactItem,
  type TransactItem,
} from "./transaction.ts";

/** Published metadata, from a cache; guards of record writes name objects by API name, keys by id. */
export interface Models {
  current(workspace: string): Promise<WorkspaceModel | null>;
}

/** Runs in the table. */
export function createRunStore(table: Table, models: Models): RunStore {
  const { client, name: TableName } = table;
  return {
    async get(workspace, id) {
      const found = await client.send(
        new GetCommand({ TableName, Key: runKey(workspace, id), ConsistentRead: true }),
      );
      return (found.Item?.["state"] as RunState | undefined) ?? null;
    },
    commit: (workspace, commit) => commitRun(table, { workspace, models }, commit),
    async saveFlow(workspace, hash, flow) {
      const Item = { ...flowKey(workspace, hash), ty: "flw", flow };
      await client.send(new PutCommand({ TableName, Item }));
    },
    async flow(workspace, hash) {
      const found = await client.send(new GetCommand({ TableName, Key: flowKey(workspace, hash) }));
      return (found.Item?.["flow"] as FlowDocument | undefined) ?? null;
    },
    async steps(workspace, id) {
      const items = await all(table, { pk: runPartition(workspace, id), prefix: "H#" });
      return items.map((one) => one["step"] as StepTrace);
    },
    list: (workspace, request) => listRuns(table, workspace, request),
    async entry(workspace, journey, record) {
      const Key = entryKey(workspace, journey, record);
      const found = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return (found.Item as { run: string; open: boolean } | undefined) ?? null;
    },
    async stalled(before) {
      const items = await all(table, { pk: ACTIVE_RUNS, prefix: "" });
      return items
        .filter((one) => (one["at"] as string) < before)
        .map((one) => ({ workspace: one["workspace"] as string, run: one["run"] as string }));
    },
  };
}

interface CommitContext {
  readonly workspace: string;
  readonly models: Models;
}

async function commitRun(
  table: Table,
  { workspace, models }: CommitContext,
  commit: RunCommit,
): Promise<RunCommitOutcome> {
  const model = commit.writes.length > 0 ? await models.current(workspace) : null;
  const objects: WorkspaceModel["objects"] = model?.objects ?? new Map<string, ObjectModel>();
  const writes = recordTransactItems(table, { workspace, objects }, commit.writes);
  const own = runItems(table.name, workspace, commit);
  return transact(table, own, writes);
}

async function transact(
  table: Table,
  own: readonly TransactItem[],
  writes: readonly RecordTransactItem[],
): Promise<RunCommitOutcome> {
  const TransactItems = [...own, ...writes.map((one) => one.item)];
  try {
    await withRetries(() => table.client.send(new TransactWriteCommand({ TransactItems })));
    return { ok: true };
  } catch (error) {
    const refused = refusal(error, own.length, writes);
    return "instead" in refused ? transact(table, own, refused.instead) : refused;
  }
}

/** What refused a transaction, or what to send instead. */
function refusal(
  error: unknown,
  own: number,
  writes: readonly RecordTransactItem[],
): RunCommitOutcome | { readonly instead: readonly RecordTransactItem[] } {
  const { name, CancellationReasons: reasons = [] } = error as {
    readonly name?: string;
    readonly CancellationReasons?: readonly { readonly Code?: string }[];
  };
  if (name !== "TransactionCanceledException") throw error;
  if (reasons.slice(0, own).some((one) => one.Code === "ConditionalCheckFailed"))
    return { ok: false, reason: "moved" };
  const ofWrites = { name, CancellationReasons: reasons.slice(own) };
  const failure = failureOf(writes, ofWrites);
  if (failure) return { ok: false, reason: "record", failure };
  const instead = insteadOf(writes, ofWrites);
  if (!instead) throw error;
  return { instead };
}

async function listRuns(table: Table, workspace: string, request: Parameters<RunStore["list"]>[1]) {
  const { of, limit, position } = request;
  const pk = "definition" in of ? definitionRuns(workspace, of.definition) : recordRuns(workspace, of.record);
  const page = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: position === null ? "pk = :pk" : "pk = :pk AND sk < :sk",
      ExpressionAttributeValues: { ":pk": pk, ...(position === null ? {} : { ":sk": position }) },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  const entries = page.Items ?? [];
  const states = await getRuns(
    table,
    workspace,
    entries.map((one) => one["run"] as string),
  );
  const last = page.LastEvaluatedKey ? (entries.at(-1)?.["sk"] as string | undefined) : undefined;
  return { items: states, position: last ?? null };
}

/** States in the order of the ids; at most 100 at a time (AWS limit). */
async function getRuns(table: Table, workspace: string, ids: readonly string[]): Promise<RunState[]> {
  const found = new Map<string, RunState>();
  for (let at = 0; at < ids.length; at += 100) {
    const Keys = ids.slice(at, at + 100).map((id) => runKey(workspace, id));
    const answer = await table.client.send(new BatchGetCommand({ RequestItems: { [table.name]: { Keys } } }));
    for (const item of answer.Responses?.[table.name] ?? []) {
      const state = item["state"] as RunState;
      found.set(state.id, state);
    }
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

async function all(table: Table, range: { readonly pk: string; readonly prefix: string }) {
  const items: Record<string, unknown>[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: range.prefix === "" ? "pk = :pk" : "pk = :pk AND begins_with(sk, :sk)",
        ExpressionAttributeValues: {
          ":pk": range.pk,
          ...(range.prefix === "" ? {} : { ":sk": range.prefix }),
        },
        ConsistentRead: true,
        ...(start ? { ExclusiveStartKey: start } : {}),
      }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}
