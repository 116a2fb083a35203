import { GetCommand, PutCommand, TransactWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { ObjectModel, RecordWrite, WorkspaceModel } from "#engine";
import type { CommitFailure, CommitOutcome, RecordStore } from "../../ports/record-store.ts";
import { batchGet } from "./batch-get.ts";
import { unitsOf, withRetries, type Table } from "./client.ts";
import { commitEach } from "./commit-each.ts";
import { gatheringStore, type SingleWrites } from "./gathering-store.ts";
import { decodeRecord, encodeRecord } from "./codec.ts";
import { conditionFailure } from "./errors.ts";
import { binKey, recordKey, sequenceKey, workspaceKey, type WorkspaceKey } from "./keys.ts";
import { readCells, readHistory } from "./derived-reads.ts";
import { readBin } from "./bin-reads.ts";
import { readDeletion, readLinks } from "./link-reads.ts";
import { purgeRecord } from "./purge-record.ts";
import { readWritten } from "./written-records.ts";
import { readPostings } from "./postings.ts";
import { countPlanned } from "./record-count.ts";
import { queryRecords } from "./record-query.ts";
import { freeStaleClaim } from "./stale-claim.ts";
import {
  failureOf,
  insteadOf,
  MAX_TRANSACTION_ITEMS,
  recordTransactItems,
  requestToken,
  type RecordTransactItem,
  versionCondition,
} from "./transaction.ts";

/** Published metadata, from a cache; guards and search name objects by API name, keys by id. */
export interface Models {
  current(workspace: string): Promise<WorkspaceModel | null>;
}

/** Records in the one table (storage.md). */
export function createRecordStore(table: Table, models: Models): RecordStore {
  const store: RecordStore = {
    together: () => gatheringStore(store, singleWrites(table)),
    get: (workspace, object, id) => getRecord(table, { workspace, object, id }),
    async getMany(workspace, refs) {
      const key = workspaceKey(workspace);
      const { items } = await batchGet(
        table,
        refs.map(({ object, id }) => recordKey(key, object.id, id)),
      );
      const found = new Map(items.map((item) => [`${String(item["pk"])} ${String(item["sk"])}`, item]));
      return refs.flatMap(({ object, id }) => {
        const { pk, sk } = recordKey(key, object.id, id);
        const item = found.get(`${pk} ${sk}`);
        return item ? [decodeRecord(object, item)] : [];
      });
    },
    written: (workspace, place, refs) => readWritten(table, { workspace, place }, refs),
    commit: (workspace, writes) => commit(table, { workspace, models }, writes),
    ...plannedReads(table),
    async nextNumber(workspace, object, fieldId) {
      const command = new UpdateCommand({
        TableName: table.name,
        Key: sequenceKey(workspaceKey(workspace), object.id, fieldId),
        UpdateExpression: "ADD #n :one SET #ty = :ty",
        ExpressionAttributeNames: { "#n": "n", "#ty": "ty" },
        ExpressionAttributeValues: { ":one": 1, ":ty": "seq" },
        ReturnValues: "UPDATED_NEW",
        ReturnConsumedCapacity: "TOTAL",
      });
      const answer = await withRetries(() => table.client.send(command));
      table.capacity.add({ write: unitsOf(answer.ConsumedCapacity) });
      return Number(answer.Attributes?.["n"]);
    },
    deleted: (workspace, object, id) => getDeleted(table, { workspace, object, id }),
    linked: (workspace, object, link) =>
      linkedIds(table, workspaceKey(workspace), { ...link, objectId: object.id }),
    deletion: (workspace, object, id) => readDeletion(table, { workspace, object, id }),
    bin: (workspace, object, request) => readBin(table, { workspace, object }, request),
    purge: (workspace, object, id) => purgeRecord(table, workspace, { object, id }),
    history: (workspace, request) => readHistory(table, workspace, request),
    cells: (workspace, object, request) => readCells(table, workspace, { object, ...request }),
    postings: (workspace, request) => readPostings(table, workspaceKey(workspace), request),
  };
  return store;
}

function singleWrites(table: Table): SingleWrites {
  return {
    isSingle,
    commitEach: (workspace, writes) =>
      commitEach(table, { workspace, writes, alone: (write) => putRecord(table, workspace, write) }),
  };
}

function plannedReads(table: Table): Pick<RecordStore, "query" | "count"> {
  return {
    query: (workspace, request) => queryRecords(table, workspace, request),
    count: (workspace, request) => countPlanned(table, workspace, request),
  };
}

async function linkedIds(
  table: Table,
  key: WorkspaceKey,
  request: Parameters<typeof readLinks>[2],
): Promise<readonly string[]> {
  return (await readLinks(table, key, request)).map((one) => one.member);
}

async function getRecord(
  table: Table,
  given: { readonly workspace: string; readonly object: ObjectModel; readonly id: string },
) {
  const { workspace, object, id } = given;
  const command = new GetCommand({
    TableName: table.name,
    Key: recordKey(workspaceKey(workspace), object.id, id),
    ConsistentRead: true,
    ReturnConsumedCapacity: "TOTAL",
  });
  const { Item, ConsumedCapacity } = await withRetries(() => table.client.send(command));
  table.capacity.add({ read: unitsOf(ConsumedCapacity) });
  return Item ? decodeRecord(object, Item) : null;
}

async function getDeleted(
  table: Table,
  {
    workspace,
    object,
    id,
  }: { readonly workspace: string; readonly object: ObjectModel; readonly id: string },
) {
  const Key = binKey(workspaceKey(workspace), object.id, id);
  const command = new GetCommand({ TableName: table.name, Key, ConsistentRead: true });
  const { Item } = await withRetries(() => table.client.send(command));
  return Item ? decodeRecord(object, Item) : null;
}

interface CommitContext {
  readonly workspace: string;
  readonly models: Models;
}

/** One conditional write where one will do, else one transaction. */
async function commit(
  table: Table,
  context: CommitContext,
  writes: readonly RecordWrite[],
): Promise<CommitOutcome> {
  const [first] = writes;
  if (!first) return { ok: true };
  if (writes.length === 1 && isSingle(first)) return putRecord(table, context.workspace, first);
  const objects = await guardedObjects(context, writes);
  const items = recordTransactItems(table, { workspace: context.workspace, objects }, writes);
  if (items.length > MAX_TRANSACTION_ITEMS) throw new Error(`a commit of ${items.length} items is too large`);
  const failure = await transact(table, items);
  if (!failure) return { ok: true };
  const given = { write: writes[failure.write], failure };
  const isFreed = await freeStaleClaim(table, context.workspace, given);
  return isFreed ? commit(table, context, writes) : { ok: false, failure };
}

/** Null when it took place. */
async function transact(table: Table, items: readonly RecordTransactItem[]): Promise<CommitFailure | null> {
  const TransactItems = items.map((one) => one.item);
  const command = new TransactWriteCommand({
    TransactItems,
    ClientRequestToken: requestToken(TransactItems),
    ReturnConsumedCapacity: "TOTAL",
  });
  try {
    const answer = await withRetries(() => table.client.send(command));
    table.capacity.add({ write: unitsOf(answer.ConsumedCapacity) });
    return null;
  } catch (error) {
    const failure = failureOf(items, error);
    if (failure) return failure;
    const instead = insteadOf(items, error);
    if (!instead) throw error;
    return transact(table, instead);
  }
}

/** Objects that guards name; read only when there are guards. */
async function guardedObjects(
  { workspace, models }: CommitContext,
  writes: readonly RecordWrite[],
): Promise<WorkspaceModel["objects"]> {
  const isGuarded = writes.some((one) => one.guards.length > 0);
  const model = isGuarded ? await models.current(workspace) : null;
  return model?.objects ?? new Map();
}

function isSingle(write: RecordWrite): boolean {
  const { kind, claims, releases, guards } = write;
  return (
    (kind === "create" || kind === "update") &&
    claims.length === 0 &&
    releases.length === 0 &&
    guards.length === 0
  );
}

async function putRecord(table: Table, workspace: string, write: RecordWrite): Promise<CommitOutcome> {
  const command = new PutCommand({
    TableName: table.name,
    Item: encodeRecord(workspaceKey(workspace), write),
    ...versionCondition(write.expectedVersion),
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    ReturnConsumedCapacity: "TOTAL",
  });
  try {
    const answer = await withRetries(() => table.client.send(command));
    table.capacity.add({ write: unitsOf(answer.ConsumedCapacity) });
    return { ok: true };
  } catch (error) {
    const old = conditionFailure(error);
    if (old === null) throw error;
    // A create whose answer was lost is answered again by the record it made.
    if (old && isSameWrite(old, write)) return { ok: true };
    if (write.expectedVersion === null) return { ok: false, failure: { reason: "exists", write: 0 } };
    const current = old ? decodeRecord(write.object, old) : null;
    return { ok: false, failure: { reason: "stale", write: 0, current } };
  }
}

function isSameWrite(old: Readonly<Record<string, unknown>>, write: RecordWrite): boolean {
  const { command } = (old["_m"] ?? {}) as { readonly command?: string };
  return old["ver"] === write.record.version && command === write.causation.command;
}
