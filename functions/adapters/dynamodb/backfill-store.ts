import { DeleteCommand, QueryCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { slotKeys, type Causation, type ObjectModel, type UniqueClaim } from "#engine";
import { table as spec } from "#infra/topology.ts";
import type { BackfillStore, ClaimOutcome, RecordState } from "../../ports/backfill-store.ts";
import { batchGet } from "./batch-get.ts";
import { withRetries, type Table } from "./client.ts";
import { decodeRecord, encodeRecord } from "./codec.ts";
import { queryPage } from "./derived-reads.ts";
import { conditionFailure, plainItem } from "./errors.ts";
import { itemChanges, updateOf } from "./item-changes.ts";
import { recordKey, recordPartition, workspaceKey, type WorkspaceKey } from "./keys.ts";
import { allOrEach } from "./all-or-each.ts";
import { missingPostings, postingsLike } from "./posting-audit.ts";
import { claimKey, type TransactItem } from "./transaction.ts";

const slots = spec.indexes.map((one) => one.attribute);
const attributes = { plain: slots, maps: ["v", "w", "x"] };

/** What background jobs read and rewrite in the one table. */
export function createBackfillStore(table: Table): BackfillStore {
  return {
    count: (workspace, object) => countRecords(table, recordPartition(workspaceKey(workspace), object.id)),
    async page(workspace, object, { after, limit }) {
      const pk = recordPartition(workspaceKey(workspace), object.id);
      const page = await queryPage(table, {
        KeyConditionExpression: after === null ? "pk = :pk" : "pk = :pk AND sk > :after",
        ExpressionAttributeValues: { ":pk": pk, ...(after === null ? {} : { ":after": after }) },
        ConsistentRead: true,
        Limit: limit,
      });
      const items = page.items.map((item) => ({ record: decodeRecord(object, item), item }));
      return { items, after: page.hasMore ? (items.at(-1)?.record.id ?? null) : null };
    },
    async rewrite(workspace, object, { items, drop }) {
      const key = workspaceKey(workspace);
      const updates = items.flatMap((state) => rewriteOf(table, { key, object, drop }, state) ?? []);
      const results = await allOrEach(table, updates);
      return results.filter(Boolean).length;
    },
    difference: (workspace, object, state) =>
      itemChanges(
        ofFields(object, state.item),
        ofFields(object, currentForm({ key: workspaceKey(workspace), object, drop: nothing }, state)),
        attributes,
      ).map((one) => one.path.join(".")),
    claim: (workspace, object, claims) => claimAll(table, { workspace, object }, claims),
    takeOver: (workspace, object, request) => takeOver(table, { workspace, object }, request),
    missingPostings: (...[workspace, objectId, records]) =>
      missingPostings(table, workspaceKey(workspace), { objectId, records }),
    postingsLike: (workspace, tokens) => postingsLike(table, workspaceKey(workspace), tokens),
    async release(workspace, object, { id, claim }) {
      const command = new DeleteCommand({
        TableName: table.name,
        Key: claimKey(workspaceKey(workspace), object, claim),
        ...heldBy(id),
      });
      try {
        await withRetries(() => table.client.send(command));
        return true;
      } catch (error) {
        if (conditionFailure(error) === null) throw error;
        return false;
      }
    },
  };
}

const nothing: ReadonlySet<string> = new Set();

/** The item without values of fields that are gone: those stay where they were until they are purged. */
function ofFields(object: ObjectModel, item: object): Readonly<Record<string, unknown>> {
  const maps = attributes.maps.flatMap((name) => {
    const values = Object.entries((item as Record<string, object | undefined>)[name] ?? {});
    const known = values.filter(([id]) => id.startsWith("_") || object.byId.has(id));
    return known.length === 0 ? [] : [[name, Object.fromEntries(known)] as const];
  });
  const others = Object.entries(item).filter(([name]) => !attributes.maps.includes(name));
  return Object.fromEntries([...others, ...maps]);
}

async function countRecords(table: Table, pk: string): Promise<number> {
  let count = 0;
  let start: Record<string, unknown> | undefined;
  do {
    const command = new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": pk },
      Select: "COUNT",
      ...(start ? { ExclusiveStartKey: start } : {}),
    });
    const answer = await withRetries(() => table.client.send(command));
    count += answer.Count ?? 0;
    start = answer.LastEvaluatedKey;
  } while (start);
  return count;
}

interface Form {
  readonly key: WorkspaceKey;
  readonly object: ObjectModel;
  readonly drop: ReadonlySet<string>;
}

/** The item as a write of today would leave it, but for its version and who wrote it. */
function currentForm({ key, object, drop }: Form, { record, item }: RecordState) {
  const values = Object.fromEntries(Object.entries(record.values).filter(([id]) => !drop.has(id)));
  const kept = { ...record, values };
  return encodeRecord(key, {
    kind: "update",
    object,
    record: kept,
    before: record,
    expectedVersion: record.version,
    slotKeys: slotKeys({ object, record: kept }),
    claims: [],
    releases: [],
    guards: [],
    changed: [],
    causation: item["_m"] as Causation,
  });
}

function rewriteOf(table: Table, form: Form, state: RecordState): TransactItem | null {
  const changes = itemChanges(state.item, currentForm(form, state), attributes);
  if (changes.length === 0) return null;
  const Key = recordKey(form.key, form.object.id, state.record.id);
  return { Update: { TableName: table.name, Key, ...updateOf(changes, state.record.version) } };
}

interface Place {
  readonly workspace: string;
  readonly object: ObjectModel;
}

interface Claiming {
  readonly state: RecordState;
  readonly claim: UniqueClaim;
}

/** Claims of one transaction, each with the check of its record; a transaction holds 100 items (AWS limit). */
const CLAIMS_TOGETHER = 20;
const LANES = 4;

/** Those that are held already cost a read; the others go together, and one by one where one of them cannot be had. */
async function claimAll(
  table: Table,
  place: Place,
  claims: readonly Claiming[],
): Promise<readonly ClaimOutcome[]> {
  const key = workspaceKey(place.workspace);
  const keys = claims.map(({ claim }) => claimKey(key, place.object, claim));
  const { items } = await batchGet(table, keys);
  const holders = new Map(items.map((item) => [String(item["pk"]), String(item["id"])]));
  const outcomes = claims.map(({ state }, at): ClaimOutcome | null => {
    const holder = holders.get(keys[at]?.pk ?? "");
    if (holder === undefined) return null;
    return holder === state.record.id ? "held" : { holder };
  });
  const open = [...outcomes.keys()].filter((at) => outcomes[at] === null);
  const lane = async (): Promise<void> => {
    for (
      let batch = open.splice(0, CLAIMS_TOGETHER);
      batch.length > 0;
      batch = open.splice(0, CLAIMS_TOGETHER)
    ) {
      const results = await claimTogether(table, place, { claims, batch });
      for (const [which, at] of batch.entries()) outcomes[at] = results[which] ?? "moved";
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return outcomes.map((one) => one ?? "moved");
}

async function claimTogether(
  table: Table,
  place: Place,
  { claims, batch }: { readonly claims: readonly Claiming[]; readonly batch: readonly number[] },
): Promise<readonly ClaimOutcome[]> {
  const wanted = batch.flatMap((at) => claims[at] ?? []);
  const distinct = new Set(wanted.map(({ claim }) => claim.key)).size === wanted.length;
  const records = new Set(wanted.map(({ state }) => state.record.id)).size === wanted.length;
  if (distinct && records) {
    const failed = await transact(
      table,
      wanted.flatMap((one) => claimItems(table, place, one)),
    );
    if (failed === null) return wanted.map(() => "claimed");
  }
  const outcomes: ClaimOutcome[] = [];
  for (const one of wanted) outcomes.push(await claimOne(table, place, one));
  return outcomes;
}

async function claimOne(table: Table, place: Place, given: Claiming): Promise<ClaimOutcome> {
  const failed = await transact(table, claimItems(table, place, given));
  if (failed === null) return "claimed";
  const [claimed] = failed;
  if (claimed?.Code !== "ConditionalCheckFailed") return "moved";
  const holder = plainItem(claimed.Item)?.["id"];
  return holder === given.state.record.id ? "held" : { holder: String(holder) };
}

function claimItems(table: Table, place: Place, { state, claim }: Claiming): TransactItem[] {
  const { id } = state.record;
  const Put = {
    TableName: table.name,
    Item: { ...claimKey(workspaceKey(place.workspace), place.object, claim), ty: "uq", id },
    ConditionExpression: "attribute_not_exists(pk)",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  };
  return [{ Put }, { ConditionCheck: unmoved(table, place, state.record) }];
}

async function takeOver(
  table: Table,
  place: Place,
  given: Claiming & { readonly holder: string; readonly holderVersion: number | null },
): Promise<boolean> {
  const key = workspaceKey(place.workspace);
  const { state, claim, holder, holderVersion } = given;
  const Item = { ...claimKey(key, place.object, claim), ty: "uq", id: state.record.id };
  const holds =
    holderVersion === null
      ? {
          TableName: table.name,
          Key: recordKey(key, place.object.id, holder),
          ConditionExpression: "attribute_not_exists(pk)",
        }
      : unmoved(table, place, { id: holder, version: holderVersion });
  const items: TransactItem[] = [
    { Put: { TableName: table.name, Item, ...heldBy(holder) } },
    { ConditionCheck: unmoved(table, place, state.record) },
    { ConditionCheck: holds },
  ];
  return (await transact(table, items)) === null;
}

function heldBy(id: string) {
  return {
    ConditionExpression: "#id = :id",
    ExpressionAttributeNames: { "#id": "id" },
    ExpressionAttributeValues: { ":id": id },
  };
}

function unmoved(
  table: Table,
  { workspace, object }: Place,
  record: { readonly id: string; readonly version: number },
) {
  return {
    TableName: table.name,
    Key: recordKey(workspaceKey(workspace), object.id, record.id),
    ConditionExpression: "#ver = :ver",
    ExpressionAttributeNames: { "#ver": "ver" },
    ExpressionAttributeValues: { ":ver": record.version },
  };
}

type Reasons = readonly { readonly Code?: string; readonly Item?: unknown }[];

/** Null when the transaction took place, else why each item did not; other errors pass. */
async function transact(table: Table, items: TransactItem[]): Promise<Reasons | null> {
  try {
    await withRetries(() => table.client.send(new TransactWriteCommand({ TransactItems: items })));
    return null;
  } catch (error) {
    const { name, CancellationReasons: reasons } = error as {
      readonly name?: string;
      readonly CancellationReasons?: Reasons;
    };
    const failed = reasons?.some((one) => one.Code === "ConditionalCheckFailed") ?? false;
    if (name !== "TransactionCanceledException" || !failed) throw error;
    return reasons ?? [];
  }
}
