import { createHash } from "node:crypto";
import type { TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import type { ObjectModel, RecordGuard, RecordWrite, UniqueClaim, WorkspaceModel } from "#engine";
import type { CommitFailure } from "../../ports/record-store.ts";
import type { Table } from "./client.ts";
import { decodeRecord, encodeRecord } from "./codec.ts";
import { plainItem } from "./errors.ts";
import { binKey, recordKey, uniqueKey, workspaceKey, type ItemKey, type WorkspaceKey } from "./keys.ts";

export type TransactItem = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** One item of a transaction, and what it means when the table refuses it. */
export interface RecordTransactItem {
  readonly item: TransactItem;
  /** What happened when this item's condition failed; `old` is the item found there, if any. */
  failure(old: Readonly<Record<string, unknown>> | undefined): CommitFailure;
  /** What is checked in its place when it is refused, and does not keep the writes from taking place. */
  readonly otherwise?: TransactItem;
}

/** Days a deleted record stays in the bin. */
const BIN_DAYS = 30;
const DAY_SECONDS = 86_400;
/** Attribute by which the bin is in the order of deletion; the partition is the bin's own, so no index of records clashes. */
export const BIN_ORDER = "t1";
/** Most items of one DynamoDB transaction (AWS limit). */
export const MAX_TRANSACTION_ITEMS = 100;

/**
 * The items that carry out record writes, for a transaction that may hold other items too. A record is written once per
 * transaction; a guard on a record that is itself written is left to that write.
 */
export function recordTransactItems(
  table: Table,
  context: string | { readonly workspace: string; readonly objects: WorkspaceModel["objects"] },
  writes: readonly RecordWrite[],
): readonly RecordTransactItem[] {
  const { workspace, objects } =
    typeof context === "string" ? { workspace: context, objects: null } : context;
  const key = workspaceKey(workspace);
  const written = new Set(writes.map((one) => keyText(recordKey(key, one.object.id, one.record.id))));
  const items = writes.flatMap((write, at) => writeItems({ table, key, written, objects }, write, at));
  return withoutRepeatedGuards(items);
}

/**
 * The failure that cancelled a transaction, from its reasons in the order of the items; null: none of these items, or
 * only such as can be done `otherwise`.
 */
export function failureOf(items: readonly RecordTransactItem[], error: unknown): CommitFailure | null {
  for (const [at, reason] of reasonsOf(error).entries()) {
    const item = items[at];
    if (!item || item.otherwise || reason.Code !== "ConditionalCheckFailed") continue;
    return item.failure(plainItem(reason.Item));
  }
  return null;
}

/** The items to send instead when only those were refused that can be done otherwise; null: there are none. */
export function insteadOf(
  items: readonly RecordTransactItem[],
  error: unknown,
): readonly RecordTransactItem[] | null {
  const refused = reasonsOf(error).map((one) => one.Code === "ConditionalCheckFailed");
  if (!items.some((one, at) => refused[at] === true && one.otherwise)) return null;
  return items.map((one, at) =>
    refused[at] === true && one.otherwise ? { item: one.otherwise, failure: one.failure } : one,
  );
}

interface CancelReason {
  readonly Code?: string;
  readonly Item?: unknown;
}

/** Why each item of a cancelled transaction was refused; empty for other errors. */
function reasonsOf(error: unknown): readonly CancelReason[] {
  const { name, CancellationReasons: reasons } = error as {
    readonly name?: string;
    readonly CancellationReasons?: readonly CancelReason[];
  };
  return name === "TransactionCanceledException" ? (reasons ?? []) : [];
}

/** Makes a repeated identical transaction harmless for ten minutes (AWS); from what it writes. */
export function requestToken(items: readonly TransactItem[]): string {
  return createHash("sha256").update(JSON.stringify(items)).digest("base64url").slice(0, 36);
}

interface Writing {
  readonly table: Table;
  readonly key: WorkspaceKey;
  readonly written: ReadonlySet<string>;
  /** Null: guards cannot be resolved, so writes must have none. */
  readonly objects: WorkspaceModel["objects"] | null;
}

function writeItems(writing: Writing, write: RecordWrite, at: number): readonly RecordTransactItem[] {
  const claims = write.claims.map((claim) => claimItem(writing, claim, { write, at }));
  const releases = write.releases.map((claim) => releaseItem(writing, claim, { write, at }));
  const guards = write.guards.flatMap((ref) => guardItem(writing, ref, { write, at }));
  return [recordItem(writing, write, at), ...binItems(writing, write, at), ...claims, ...releases, ...guards];
}

function recordItem({ table, key }: Writing, write: RecordWrite, at: number): RecordTransactItem {
  const { object, record, expectedVersion } = write;
  const condition = versionCondition(expectedVersion);
  const shared = {
    TableName: table.name,
    ...condition,
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  };
  const failure = (old: Readonly<Record<string, unknown>> | undefined): CommitFailure =>
    expectedVersion === null
      ? { reason: "exists", write: at }
      : { reason: "stale", write: at, current: old ? decodeRecord(object, old) : null };
  if (write.kind === "delete") {
    return { item: { Delete: { ...shared, Key: recordKey(key, object.id, record.id) } }, failure };
  }
  return { item: { Put: { ...shared, Item: encodeRecord(key, write) } }, failure };
}

/** The version that must be stored, or that nothing is. */
export function versionCondition(expected: number | null) {
  if (expected === null) return { ConditionExpression: "attribute_not_exists(pk)" };
  return {
    ConditionExpression: "#ver = :ver",
    ExpressionAttributeNames: { "#ver": "ver" },
    ExpressionAttributeValues: { ":ver": expected },
  };
}

/** A deleted record goes to the bin; one that is restored leaves it. */
function binItems({ table, key }: Writing, write: RecordWrite, at: number): readonly RecordTransactItem[] {
  const { object, record } = write;
  const Key = binKey(key, object.id, record.id);
  if (write.kind === "delete") {
    const deleted = Math.floor(Date.parse(record.updatedAt) / 1000);
    const Item = { ...encodeRecord(key, write), ...Key, ty: "bin", ttl: deleted + BIN_DAYS * DAY_SECONDS };
    for (const slot of Object.keys(write.slotKeys)) delete (Item as Record<string, unknown>)[slot];
    Object.assign(Item, { [BIN_ORDER]: `${record.updatedAt}#${record.id}` });
    return [
      { item: { Put: { TableName: table.name, Item } }, failure: () => ({ reason: "exists", write: at }) },
    ];
  }
  if (write.kind !== "restore") return [];
  const Delete = { TableName: table.name, Key, ConditionExpression: "attribute_exists(pk)" };
  return [{ item: { Delete }, failure: () => ({ reason: "stale", write: at, current: null }) }];
}

interface Of {
  readonly write: RecordWrite;
  readonly at: number;
}

function claimItem({ table, key }: Writing, claim: UniqueClaim, { write, at }: Of): RecordTransactItem {
  const Put = {
    TableName: table.name,
    Item: { ...claimKey(key, write.object, claim), ty: "uq", id: write.record.id },
    ConditionExpression: `attribute_not_exists(pk) OR #id = :id${claim.from === undefined ? "" : " OR #id = :from"}`,
    ExpressionAttributeNames: { "#id": "id" },
    ExpressionAttributeValues: {
      ":id": write.record.id,
      ...(claim.from === undefined ? {} : { ":from": claim.from }),
    },
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  };
  return {
    item: { Put },
    failure: (old) => ({
      reason: "claimed",
      write: at,
      fieldId: claim.fieldId,
      holder: typeof old?.["id"] === "string" ? old["id"] : "",
    }),
  };
}

/**
 * Frees a value that this record holds. One that somebody else holds, because two records had it before the field was
 * unique, is left to them; the check keeps the write from leaving a claim of its own that it gets just then.
 */
function releaseItem({ table, key }: Writing, claim: UniqueClaim, { write, at }: Of): RecordTransactItem {
  const shared = {
    TableName: table.name,
    Key: claimKey(key, write.object, claim),
    ExpressionAttributeNames: { "#id": "id" },
    ExpressionAttributeValues: { ":id": write.record.id },
  };
  return {
    item: { Delete: { ...shared, ConditionExpression: "attribute_not_exists(pk) OR #id = :id" } },
    failure: () => ({ reason: "stale", write: at, current: null }),
    otherwise: {
      ConditionCheck: { ...shared, ConditionExpression: "attribute_not_exists(pk) OR #id <> :id" },
    },
  };
}

export function claimKey(key: WorkspaceKey, object: ObjectModel, claim: UniqueClaim): ItemKey {
  return uniqueKey(key, { objectId: object.id, fieldId: claim.fieldId, key: claim.key });
}

function guardItem(writing: Writing, ref: RecordGuard, { at }: Of): readonly RecordTransactItem[] {
  const { table, key, written, objects } = writing;
  if (!objects) throw new Error("writes with guards need the workspace's objects");
  const Key = recordKey(key, objects.get(ref.object)?.id ?? "", ref.id);
  if (written.has(keyText(Key))) return [];
  if (ref.version !== undefined) {
    const ConditionCheck = { TableName: table.name, Key, ...versionCondition(ref.version) };
    return [{ item: { ConditionCheck }, failure: () => ({ reason: "stale", write: at, current: null }) }];
  }
  const ConditionCheck = { TableName: table.name, Key, ConditionExpression: "attribute_exists(pk)" };
  return [{ item: { ConditionCheck }, failure: () => ({ reason: "guard", write: at, missing: ref }) }];
}

/** A transaction may name each item once (AWS). */
function withoutRepeatedGuards(items: readonly RecordTransactItem[]): readonly RecordTransactItem[] {
  const seen = new Set<string>();
  return items.filter(({ item }) => {
    const key = item.ConditionCheck?.Key;
    if (!key) return true;
    const text = keyText(key as ItemKey);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

function keyText({ pk, sk }: ItemKey): string {
  return `${pk} ${sk}`;
}
