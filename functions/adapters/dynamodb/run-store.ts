import { createHash } from "node:crypto";
import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import { isOpen, type FlowDocument, type RunState, type StepTrace } from "#engine";
import type { RunCommit, RunCommitOutcome, RunStore } from "../../ports/run-store.ts";
import { withRetries, type Table } from "./client.ts";
import {
  activeRunKey,
  ACTIVE_RUNS,
  definitionRuns,
  effectKey,
  entryKey,
  flowKey,
  notificationPartition,
  recordRuns,
  runKey,
  runPartition,
  sendKey,
  stepKey,
  TIMER_SHARDS,
  timerPartition,
} from "./keys-automation.ts";
import { failureOf, recordTransactItems, type RecordTransactItem, type TransactItem } from "./transaction.ts";

const DAY_SECONDS = 86_400;
/** Days that the history, effects and ended timers are kept (automation.md §2.15). */
const KEEP = { steps: 90, effects: 120, timers: 3, notifications: 180 };

/** Runs in the table. */
export function createRunStore(table: Table): RunStore {
  const { client, name: TableName } = table;
  return {
    async get(workspace, id) {
      const found = await client.send(
        new GetCommand({ TableName, Key: runKey(workspace, id), ConsistentRead: true }),
      );
      return (found.Item?.["state"] as RunState | undefined) ?? null;
    },
    commit: (workspace, commit) => commitRun(table, workspace, commit),
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

async function commitRun(table: Table, workspace: string, commit: RunCommit): Promise<RunCommitOutcome> {
  const writes = recordTransactItems(table, workspace, commit.writes);
  const own = runItems(table.name, workspace, commit);
  const TransactItems = [...own, ...writes.map((one) => one.item)];
  try {
    await withRetries(() => table.client.send(new TransactWriteCommand({ TransactItems })));
    return { ok: true };
  } catch (error) {
    return refusal(error, own.length, writes);
  }
}

function refusal(error: unknown, own: number, writes: readonly RecordTransactItem[]): RunCommitOutcome {
  const { name, CancellationReasons: reasons = [] } = error as {
    readonly name?: string;
    readonly CancellationReasons?: readonly { readonly Code?: string }[];
  };
  if (name !== "TransactionCanceledException") throw error;
  if (reasons.slice(0, own).some((one) => one.Code === "ConditionalCheckFailed"))
    return { ok: false, reason: "moved" };
  const failure = failureOf(writes, { name, CancellationReasons: reasons.slice(own) });
  if (!failure) throw error;
  return { ok: false, reason: "record", failure };
}

function runItems(TableName: string, workspace: string, commit: RunCommit): TransactItem[] {
  const { state, expectedRev } = commit;
  const put = (Item: Record<string, unknown>, absent = false): TransactItem => ({
    Put: { TableName, Item, ...(absent ? { ConditionExpression: "attribute_not_exists(pk)" } : {}) },
  });
  const condition =
    expectedRev === null
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : {
          ConditionExpression: "#rev = :rev",
          ExpressionAttributeNames: { "#rev": "rev" },
          ExpressionAttributeValues: { ":rev": expectedRev },
        };
  const run = { ...runKey(workspace, state.id), ty: "run", rev: state.rev, state };
  const seconds = Math.floor(Date.parse(state.updatedAt) / 1000);
  return [
    { Put: { TableName, Item: run, ...condition } },
    activity(TableName, workspace, state),
    ...(expectedRev === null ? listing(workspace, state).map((one) => put(one)) : []),
    ...journeyEntry(TableName, workspace, commit),
    ...commit.trace.map((step, at) =>
      put({
        ...stepKey(workspace, state.id, { rev: state.rev, at }),
        ty: "stp",
        step,
        ttl: seconds + KEEP.steps * DAY_SECONDS,
      }),
    ),
    ...commit.effects.map((key) =>
      put({ ...effectKey(workspace, key), ty: "eff", ttl: seconds + KEEP.effects * DAY_SECONDS }, true),
    ),
    ...(commit.timer ? [put(timerItem(workspace, state.id, commit.timer))] : []),
    ...commit.sends.map((send) =>
      put({ ...sendKey(workspace, send.id), ty: "snd", workspace, ...send }, true),
    ),
    ...commit.notifications.map((one) =>
      put({
        pk: notificationPartition(workspace, one.user),
        sk: `${one.at}#${one.id}`,
        ty: "ntf",
        ...one,
        ttl: seconds + KEEP.notifications * DAY_SECONDS,
      }),
    ),
  ];
}

/** A run that is to take a step is listed for the sweeper; any other is not. */
function activity(TableName: string, workspace: string, state: RunState): TransactItem {
  const Key = activeRunKey(workspace, state.id);
  if (state.status !== "active") return { Delete: { TableName, Key } };
  const Item = { ...Key, ty: "act", workspace, run: state.id, at: state.updatedAt };
  return { Put: { TableName, Item } };
}

function listing(workspace: string, { id, definition, record, startedAt }: RunState) {
  const sk = `${startedAt}#${id}`;
  return [definitionRuns(workspace, definition), recordRuns(workspace, record)].map((pk) => ({
    ...{ pk, sk },
    ty: "rls",
    run: id,
  }));
}

/** A record is inside a journey at most once: its entry is taken at the start and opened again at the end. */
function journeyEntry(
  TableName: string,
  workspace: string,
  { state, expectedRev }: RunCommit,
): TransactItem[] {
  if (state.kind !== "journey" || (expectedRev !== null && isOpen(state))) return [];
  const Key = entryKey(workspace, state.definition, state.record);
  const Item = { ...Key, ty: "ent", run: state.id, open: isOpen(state) };
  if (expectedRev !== null) return [{ Put: { TableName, Item } }];
  return [
    {
      Put: {
        TableName,
        Item,
        ConditionExpression: "attribute_not_exists(pk) OR #open = :false",
        ExpressionAttributeNames: { "#open": "open" },
        ExpressionAttributeValues: { ":false": false },
      },
    },
  ];
}

function timerItem(workspace: string, run: string, { at, token }: { at: string; token: string }) {
  const minute = minuteOf(at);
  const shard = createHash("sha256").update(run).digest().readUInt16BE(0) % TIMER_SHARDS;
  return {
    pk: timerPartition(minute, shard),
    sk: `${at}#${workspace}#${run}#${token}`,
    ty: "tmr",
    due: at,
    ...{ workspace, run, token },
    ttl: Math.floor(Date.parse(at) / 1000) + KEEP.timers * DAY_SECONDS,
  };
}

/** `yyyyMMddHHmm` of an instant, UTC. */
function minuteOf(instant: string): string {
  return instant.slice(0, 16).replace(/\D/g, "");
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
