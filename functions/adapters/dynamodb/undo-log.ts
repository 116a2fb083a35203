import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { RETENTION_DAYS } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { Ids } from "../../ports/ids.ts";
import type { UndoEntry, UndoLog } from "../../ports/undo-log.ts";
import { withRetries, type Table } from "./client.ts";
import { queryPage } from "./derived-reads.ts";
import { undoPartition, workspaceKey } from "./keys.ts";

/** Most text of one item of the log, in characters of its JSON; an item holds at most 400 KB (AWS limit). */
const MOST_CHARACTERS = 90_000;
/** Items read at once; they are small unless values are long. */
const ITEMS = 10;
const DAY_SECONDS = 86_400;

/** What operations did, one partition per operation, several entries to an item, in the order of ULIDs. */
export function createUndoLog(
  table: Table,
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
): UndoLog {
  const { client, name: TableName } = table;
  return {
    async append(workspace, operationId, entries) {
      const pk = undoPartition(workspaceKey(workspace), operationId);
      const ttl = Math.floor(clock.now().getTime() / 1000) + RETENTION_DAYS * DAY_SECONDS;
      for (const text of inItems(entries)) {
        const Item = { pk, sk: ids.ulid(), ty: "undo", text, ttl };
        await withRetries(() => client.send(new PutCommand({ TableName, Item })));
      }
    },
    async page(workspace, operationId, ...[position, limit]) {
      const pk = undoPartition(workspaceKey(workspace), operationId);
      const entries: UndoEntry[] = [];
      let last = position;
      do {
        const page = await queryPage(table, {
          KeyConditionExpression: last === null ? "pk = :pk" : "pk = :pk AND sk < :last",
          ExpressionAttributeValues: { ":pk": pk, ...(last === null ? {} : { ":last": last }) },
          ScanIndexForward: false,
          ConsistentRead: true,
          Limit: ITEMS,
        });
        for (const item of page.items) {
          entries.push(...readItem(item));
          last = String(item["sk"]);
          if (entries.length >= limit) return { entries, position: last };
        }
        if (!page.hasMore) return { entries, position: null };
      } while (entries.length < limit);
      return { entries, position: last };
    },
  };
}

/** JSON lists of entries, each short enough for an item; a record is smaller than an item, and so is what it was before. */
function inItems(entries: readonly UndoEntry[]): readonly string[] {
  const items: string[] = [];
  let open: string[] = [];
  let length = 0;
  for (const entry of entries) {
    const text = JSON.stringify(entry);
    if (open.length > 0 && length + text.length > MOST_CHARACTERS) {
      items.push(`[${open.join(",")}]`);
      open = [];
      length = 0;
    }
    open.push(text);
    length += text.length + 1;
  }
  if (open.length > 0) items.push(`[${open.join(",")}]`);
  return items;
}

function readItem(item: Readonly<Record<string, unknown>>): readonly UndoEntry[] {
  return (JSON.parse(String(item["text"])) as UndoEntry[]).reverse();
}
