import {
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
  type TransactWriteCommandInput,
} from "@aws-sdk/lib-dynamodb";
import type { FileCatalog, FileEntry } from "../../ports/file-catalog.ts";
import { batchGet } from "./batch-get.ts";
import { withRetries, type Table } from "./client.ts";
import { conditionFailure } from "./errors.ts";
import { DUE_FILES, dueFileKey, fileKey } from "./keys-files.ts";

type TransactItems = NonNullable<TransactWriteCommandInput["TransactItems"]>;

/** Uploaded files in the table: one item each, and one more while somebody is to look at it. */
export function createFileCatalog(table: Table): FileCatalog {
  const { client, name: TableName } = table;
  const write = (items: TransactItems) =>
    withRetries(() => client.send(new TransactWriteCommand({ TransactItems: items })));
  const get = async (workspace: string, id: string): Promise<FileEntry | null> => {
    const command = new GetCommand({ TableName, Key: fileKey(workspace, id), ConsistentRead: true });
    const { Item } = await withRetries(() => client.send(command));
    return Item ? entryOf(Item) : null;
  };
  return {
    get,
    async create(workspace, entry) {
      await write([
        { Put: { TableName, Item: { ...fileKey(workspace, entry.id), ty: "fil", file: entry } } },
        ...dueItem(TableName, { workspace, id: entry.id, due: entry.due }),
      ]);
    },
    async getMany(workspace, ids) {
      if (ids.length === 0) return [];
      const { items } = await batchGet(
        table,
        [...new Set(ids)].map((id) => fileKey(workspace, id)),
      );
      return items.map(entryOf);
    },
    settle: (workspace, id, found) => changed(table, settling(TableName, fileKey(workspace, id), found)),
    claim: (workspace, id, record) => changed(table, claiming(TableName, fileKey(workspace, id), record)),
    async schedule(workspace, id, due) {
      const entry = await get(workspace, id);
      if (!entry || entry.due === due) return;
      await write([
        { Update: scheduling(TableName, fileKey(workspace, id), due) },
        ...noDueItem(TableName, { workspace, id, due: entry.due }),
        ...dueItem(TableName, { workspace, id, due }),
      ]);
    },
    due: (before, limit) => dueFiles(table, before, limit),
    async remove(workspace, id) {
      const entry = await get(workspace, id);
      if (!entry) return;
      await write([
        { Delete: { TableName, Key: fileKey(workspace, id) } },
        ...noDueItem(TableName, { workspace, id, due: entry.due }),
      ]);
    },
  };
}

async function dueFiles({ client, name: TableName }: Table, before: string, limit: number) {
  const command = new QueryCommand({
    TableName,
    KeyConditionExpression: "pk = :pk AND sk < :before",
    ExpressionAttributeValues: { ":pk": DUE_FILES, ":before": before },
    Limit: limit,
  });
  const { Items = [] } = await withRetries(() => client.send(command));
  return Items.map((one) => ({ workspace: String(one["workspace"]), id: String(one["id"]) }));
}

interface Appointment {
  readonly workspace: string;
  readonly id: string;
  readonly due: string | null;
}

function dueItem(TableName: string, { workspace, id, due }: Appointment): TransactItems {
  if (due === null) return [];
  return [{ Put: { TableName, Item: { ...dueFileKey(due, workspace, id), ty: "fdu", workspace, id } } }];
}

function noDueItem(TableName: string, { workspace, id, due }: Appointment): TransactItems {
  return due === null ? [] : [{ Delete: { TableName, Key: dueFileKey(due, workspace, id) } }];
}

function scheduling(TableName: string, Key: object, due: string | null) {
  return {
    TableName,
    Key: { ...Key },
    UpdateExpression: "SET #file.due = :due",
    ConditionExpression: "attribute_exists(pk)",
    ExpressionAttributeNames: { "#file": "file" },
    ExpressionAttributeValues: { ":due": due },
  };
}

function settling(
  TableName: string,
  Key: object,
  found: Parameters<FileCatalog["settle"]>[2],
): UpdateCommand {
  const { state, type, width = null, height = null } = found;
  return new UpdateCommand({
    TableName,
    Key: { ...Key },
    UpdateExpression:
      "SET #file.#state = :state, #file.#type = :type, #file.width = :width, #file.height = :height",
    ConditionExpression: "#file.#state = :waiting",
    ExpressionAttributeNames: { "#file": "file", "#state": "state", "#type": "type" },
    ExpressionAttributeValues: {
      ":state": state,
      ":type": type,
      ":width": width,
      ":height": height,
      ":waiting": "waiting",
    },
  });
}

function claiming(TableName: string, Key: object, record: string): UpdateCommand {
  return new UpdateCommand({
    TableName,
    Key: { ...Key },
    UpdateExpression: "SET #file.#record = :record",
    ConditionExpression: "#file.#state = :ready AND (#file.#record = :none OR #file.#record = :record)",
    ExpressionAttributeNames: { "#file": "file", "#state": "state", "#record": "record" },
    ExpressionAttributeValues: { ":record": record, ":ready": "ready", ":none": null },
  });
}

async function changed({ client }: Table, command: UpdateCommand): Promise<boolean> {
  try {
    await withRetries(() => client.send(command));
    return true;
  } catch (error) {
    if (conditionFailure(error) === null) throw error;
    return false;
  }
}

function entryOf(item: Readonly<Record<string, unknown>>): FileEntry {
  const { width, height, ...entry } = item["file"] as FileEntry & {
    width?: number | null;
    height?: number | null;
  };
  return typeof width === "number" && typeof height === "number" ? { ...entry, width, height } : entry;
}
