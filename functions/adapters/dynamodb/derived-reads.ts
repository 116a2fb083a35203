import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { Decimal, type MergeNote, type MoveNote, type ObjectModel } from "#engine";
import type { Cell, CellsRequest, HistoryEntry, PagePosition } from "../../ports/record-store.ts";
import { withRetries, type Table } from "./client.ts";
import { cellPartition, historyPartition, readCellKey, workspaceKey } from "./keys.ts";

type Item = Readonly<Record<string, unknown>>;

/** Field changes of a record, newest first. */
export async function readHistory(
  table: Table,
  workspace: string,
  request: {
    readonly object: ObjectModel;
    readonly id: string;
    readonly limit: number;
    readonly position: PagePosition | null;
  },
): Promise<{ readonly items: readonly HistoryEntry[]; readonly position: PagePosition | null }> {
  const { object, id, limit, position } = request;
  const pk = historyPartition(workspaceKey(workspace), object.id, id);
  const after = position?.["after"] as string | undefined;
  const page = await queryPage(table, {
    KeyConditionExpression: after === undefined ? "pk = :pk" : "pk = :pk AND sk < :after",
    ExpressionAttributeValues: { ":pk": pk, ...(after === undefined ? {} : { ":after": after }) },
    ScanIndexForward: false,
    Limit: limit,
  });
  const last = page.items.at(-1)?.["sk"];
  return {
    items: page.items.map(decodeHistory),
    position: page.hasMore && typeof last === "string" ? { after: last } : null,
  };
}

function decodeHistory(item: Item): HistoryEntry {
  return {
    at: item["at"] as string,
    actor: item["actor"] as HistoryEntry["actor"],
    kind: item["kind"] as HistoryEntry["kind"],
    version: item["version"] as number,
    changes: item["changes"] as HistoryEntry["changes"],
    ...(item["move"] ? { move: item["move"] as MoveNote } : {}),
    ...(item["merge"] ? { merge: item["merge"] as MergeNote } : {}),
  };
}

/** Cells of a name; those that came back to nothing are left out. */
export async function readCells(
  table: Table,
  workspace: string,
  { object, key, isExact = false }: CellsRequest & { readonly object: ObjectModel },
): Promise<readonly Cell[]> {
  const pk = cellPartition(workspaceKey(workspace), object.id, key);
  const cells: Cell[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const part = {
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": pk },
      ConsistentRead: isExact,
      ...(start ? { ExclusiveStartKey: start } : {}),
    };
    const page = await queryPage({ ...table, client: table.exact() }, part);
    cells.push(...page.items.map(decodeCell).filter((one) => one.count !== 0));
    start = page.next;
  } while (start);
  return cells;
}

/** Sums are kept in attributes `s|field|unit`; numbers come as exact text. */
export function decodeCell(item: Item): Cell {
  const sums: Record<string, Record<string, string>> = {};
  for (const [name, value] of Object.entries(item)) {
    const [mark, fieldId, unit] = name.split("|");
    if (mark !== "s" || fieldId === undefined || unit === undefined) continue;
    (sums[fieldId] ??= {})[unit] = new Decimal(numberText(value)).toFixed();
  }
  return {
    ...readCellKey(item["sk"] as string),
    count: Number(numberText(item["n"])),
    sums,
  };
}

function numberText(wrapped: unknown): string {
  return (wrapped as { readonly value: string }).value;
}

interface QueryPart {
  readonly KeyConditionExpression: string;
  readonly ExpressionAttributeValues: Record<string, unknown>;
  readonly ScanIndexForward?: boolean;
  readonly ConsistentRead?: boolean;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Record<string, unknown>;
}

/** One page of a query of the table. */
export async function queryPage(
  table: Table,
  part: QueryPart,
): Promise<{
  readonly items: readonly Item[];
  readonly hasMore: boolean;
  readonly next: Record<string, unknown> | undefined;
}> {
  const command = new QueryCommand({ TableName: table.name, ReturnConsumedCapacity: "TOTAL", ...part });
  const answer = await withRetries(() => table.client.send(command));
  table.capacity.add({ read: answer.ConsumedCapacity?.CapacityUnits ?? 0 });
  const next = answer.LastEvaluatedKey;
  return { items: answer.Items ?? [], hasMore: next !== undefined, next };
}

/** Every item of a partition whose sort key begins with a text, in order. */
export async function queryAll(
  table: Table,
  part: {
    readonly pk: string;
    readonly prefix?: string;
    readonly reverse?: boolean;
    readonly limit?: number;
  },
): Promise<readonly Item[]> {
  const { pk, prefix = "", limit = Infinity } = part;
  const items: Item[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await queryPage(table, {
      KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
      ExpressionAttributeValues: {
        ":pk": pk,
        ":from": prefix === "" ? "!" : prefix,
        ":to": `${prefix}\uFFFF`,
      },
      ConsistentRead: true,
      ...(part.reverse ? { ScanIndexForward: false } : {}),
      ...(limit === Infinity ? {} : { Limit: limit - items.length }),
      ...(start ? { ExclusiveStartKey: start } : {}),
    });
    items.push(...page.items);
    start = page.next;
  } while (start && items.length < limit);
  return items;
}
