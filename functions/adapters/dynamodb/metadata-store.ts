import { createHash } from "node:crypto";
import { DeleteCommand, GetCommand, PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { IndexDefinition, MetadataDocument } from "#engine";
import type {
  DraftDocument,
  MetadataPointer,
  MetadataStore,
  PublishedVersion,
} from "../../ports/metadata-store.ts";
import { withRetries, type Table } from "./client.ts";
import { queryAll } from "./derived-reads.ts";
import { decodeDraft, draftItem } from "./draft-items.ts";
import { conditionFailure } from "./errors.ts";
import {
  documentPartition,
  draftKey,
  metadataPartition,
  pointerKey,
  versionKey,
  workspaceKey,
  type WorkspaceKey,
} from "./keys.ts";
import { jobPut } from "./job-store.ts";
import { toPieces } from "./pieces.ts";

type Publication = Parameters<MetadataStore["publish"]>[1];

/** Items of a transaction (AWS limit); drafts that find no room are removed after it. */
const MOST_ITEMS_AT_ONCE = 100;

/**
 * Metadata of a workspace: one pointer, the published versions, the working copies. The documents of a version are
 * written first, under a key of their content, and mean nothing until the pointer names them.
 */
export function createMetadataStore(table: Table): MetadataStore {
  const { client, name: TableName } = table;
  return {
    pointer: (workspace) => readPointer(table, workspaceKey(workspace)),
    async createWorkspace(settings) {
      const key = workspaceKey(settings.id);
      const pointer: MetadataPointer = { version: 0, revision: 1, settings, indexes: {} };
      await putPointer(table, key, { pointer, expected: null });
    },
    documents: (workspace, version) => readDocuments(table, workspaceKey(workspace), version),
    async draft(workspace) {
      const pk = metadataPartition(workspaceKey(workspace));
      return (await queryAll(table, { pk, prefix: "D#" })).map(decodeDraft);
    },
    async saveDraft(workspace, draft, expectedRevision) {
      const command = new PutCommand({
        TableName,
        Item: draftItem(workspaceKey(workspace), draft),
        ...revisionCondition(expectedRevision),
      });
      return happened(() => withRetries(() => client.send(command)));
    },
    async discardDraft(workspace, kind, apiName) {
      const Key = draftKey(workspaceKey(workspace), kind, apiName);
      await withRetries(() => client.send(new DeleteCommand({ TableName, Key })));
    },
    publish: (workspace, publication) => publish(table, workspaceKey(workspace), publication),
    async versions(workspace, limit) {
      const pk = metadataPartition(workspaceKey(workspace));
      const items = await queryAll(table, { pk, prefix: "V#", reverse: true, limit });
      return items.map((one) => one["entry"] as PublishedVersion);
    },
    async setBuild(workspace, build, state) {
      const key = workspaceKey(workspace);
      const current = await readPointer(table, key);
      const found = current?.builds?.[build];
      if (!current || !found) return true;
      const { [build]: _ended, ...others } = current.builds ?? {};
      const builds = state === null ? others : { ...others, [build]: { ...found, state } };
      const pointer = { ...current, revision: current.revision + 1, builds };
      return putPointer(table, key, { pointer, expected: current.revision });
    },
    setIndexState: (...[workspace, objectId, indexId, state]) =>
      setIndexState(table, workspaceKey(workspace), { objectId, indexId, state }),
  };
}

async function readPointer(table: Table, key: WorkspaceKey): Promise<MetadataPointer | null> {
  const command = new GetCommand({ TableName: table.name, Key: pointerKey(key), ConsistentRead: true });
  const { Item } = await withRetries(() => table.client.send(command));
  return Item ? (Item["pointer"] as MetadataPointer) : null;
}

async function readDocuments(
  table: Table,
  key: WorkspaceKey,
  version: number,
): Promise<readonly MetadataDocument[]> {
  const Key = versionKey(key, version);
  const command = new GetCommand({ TableName: table.name, Key, ConsistentRead: true });
  const { Item } = await withRetries(() => table.client.send(command));
  if (!Item) throw new Error(`metadata version ${version} is not there`);
  const pk = documentPartition(key, version, String(Item["content"]));
  const pieces = await queryAll(table, { pk });
  if (pieces.length !== Item["pieces"]) throw new Error(`metadata version ${version} is incomplete`);
  return JSON.parse(pieces.map((one) => String(one["text"])).join("")) as MetadataDocument[];
}

async function putPointer(
  table: Table,
  key: WorkspaceKey,
  given: { readonly pointer: MetadataPointer; readonly expected: number | null },
): Promise<boolean> {
  const command = new PutCommand({ TableName: table.name, ...pointerPut(key, given) });
  return happened(() => withRetries(() => table.client.send(command)));
}

function pointerPut(
  key: WorkspaceKey,
  { pointer, expected }: { readonly pointer: MetadataPointer; readonly expected: number | null },
) {
  return {
    Item: { ...pointerKey(key), ty: "mta", rev: pointer.revision, pointer },
    ...revisionCondition(expected ?? 0),
  };
}

/** 0: nothing may be stored; null: whatever is stored. */
function revisionCondition(expected: number | null) {
  if (expected === null) return {};
  if (expected === 0) return { ConditionExpression: "attribute_not_exists(pk)" };
  return {
    ConditionExpression: "#rev = :rev",
    ExpressionAttributeNames: { "#rev": "rev" },
    ExpressionAttributeValues: { ":rev": expected },
  };
}

async function publish(table: Table, key: WorkspaceKey, publication: Publication): Promise<boolean> {
  const { expected, next, entry, documents, published } = publication;
  const text = JSON.stringify(documents);
  const content = createHash("sha256").update(text).digest("base64url").slice(0, 22);
  const pieces = toPieces(text);
  const pk = documentPartition(key, next.version, content);
  for (const [at, piece] of pieces.entries()) {
    const Item = { pk, sk: String(at).padStart(4, "0"), ty: "mtd", text: piece };
    await withRetries(() => table.client.send(new PutCommand({ TableName: table.name, Item })));
  }
  const version = {
    Item: { ...versionKey(key, next.version), ty: "mtv", entry, content, pieces: pieces.length },
    ConditionExpression: "attribute_not_exists(pk)",
  };
  const jobs = publication.jobs.map((one) => ({ Put: { TableName: table.name, ...jobPut(key, one) } }));
  const atOnce = MOST_ITEMS_AT_ONCE - 2 - jobs.length;
  const command = new TransactWriteCommand({
    TransactItems: [
      { Put: { TableName: table.name, ...pointerPut(key, { pointer: next, expected: expected.revision }) } },
      { Put: { TableName: table.name, ...version } },
      ...jobs,
      ...published.slice(0, atOnce).map((one) => ({ Delete: draftDelete(table, key, one) })),
    ],
  });
  if (!(await happened(() => withRetries(() => table.client.send(command))))) return false;
  for (const one of published.slice(atOnce)) {
    await happened(() => table.client.send(new DeleteCommand(draftDelete(table, key, one))));
  }
  return true;
}

function draftDelete(table: Table, key: WorkspaceKey, { kind, apiName, revision }: DraftDocument) {
  return {
    TableName: table.name,
    Key: draftKey(key, kind, apiName),
    ConditionExpression: "attribute_not_exists(pk) OR #rev = :rev",
    ExpressionAttributeNames: { "#rev": "rev" },
    ExpressionAttributeValues: { ":rev": revision },
  };
}

async function setIndexState(
  table: Table,
  key: WorkspaceKey,
  given: {
    readonly objectId: string;
    readonly indexId: string;
    readonly state: IndexDefinition["state"];
  },
): Promise<boolean> {
  const { objectId, indexId, state } = given;
  const current = await readPointer(table, key);
  const indexes = current?.indexes[objectId];
  if (!current || !indexes) return false;
  const changed = indexes.map((one) => (one.id === indexId ? { ...one, state } : one));
  const pointer = {
    ...current,
    revision: current.revision + 1,
    indexes: { ...current.indexes, [objectId]: changed },
  };
  return putPointer(table, key, { pointer, expected: current.revision });
}

/** Whether a conditional write took place; other errors pass. */
async function happened(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (conditionFailure(error) !== null || isConditionCancelled(error)) return false;
    throw error;
  }
}

function isConditionCancelled(error: unknown): boolean {
  const { name, CancellationReasons: reasons } = error as {
    readonly name?: string;
    readonly CancellationReasons?: readonly { readonly Code?: string }[];
  };
  return (
    name === "TransactionCanceledException" &&
    (reasons ?? []).some((one) => one.Code === "ConditionalCheckFailed")
  );
}
