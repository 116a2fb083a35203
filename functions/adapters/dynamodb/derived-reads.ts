import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { Decimal, type MoveNote, type ObjectModel, type RecordRef, type WorkspaceModel } from "#engine";
import type { Cell, HistoryEntry, PagePosition } from "../../ports/record-store.ts";
import { withRetries, type Table } from "./client.ts";
import { cellPartition, historyPartition, postingPartition, workspaceKey } from "./keys.ts";

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
  };
}

/** Cells of a choice field; those that came back to nothing are left out. */
export async function readCells(
  table: Table,
  workspace: string,
  { object, fieldId }: { readonly object: ObjectModel; readonly fieldId: string },
): Promise<readonly Cell[]> {
  const pk = cellPartition(workspaceKey(workspace), object.id, fieldId);
  const cells: Cell[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const part = {
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": pk },
      ConsistentRead: true,
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
    value: item["value"] as string,
    owner: item["owner"] as string,
    count: Number(numberText(item["n"])),
    sums,
  };
}

function numberText(wrapped: unknown): string {
  return (wrapped as { readonly value: string }).value;
}

/** Records with a posting for every word, of the objects asked for. */
export async function searchPostings(
  table: Table,
  context: { readonly workspace: string; readonly model: WorkspaceModel | null },
  request: { readonly words: readonly string[]; readonly objects: readonly string[]; readonly limit: number },
): Promise<readonly RecordRef[]> {
  const { words, limit } = request;
  const names = new Map(
    request.objects.flatMap((name) => {
      const id = context.model?.objects.get(name)?.id;
      return id === undefined ? [] : [[id, name] as const];
    }),
  );
  const lists = await Promise.all(
    words.map((word) =>
      postingsOf(table, context.workspace, { word, most: limit * (words.length > 1 ? 10 : 2) }),
    ),
  );
  const [first = [], ...others] = lists.map((list) => list.filter((one) => names.has(one.objectId)));
  const sets = others.map((list) => new Set(list.map((one) => `${one.objectId} ${one.id}`)));
  const distinct = new Map(first.map((one) => [`${one.objectId} ${one.id}`, one]));
  return [...distinct]
    .filter(([key]) => sets.every((set) => set.has(key)))
    .slice(0, limit)
    .map(([, { objectId, id }]) => ({ object: names.get(objectId) ?? "", id }));
}

interface Posting {
  readonly objectId: string;
  readonly id: string;
}

async function postingsOf(
  table: Table,
  workspace: string,
  { word, most }: { readonly word: string; readonly most: number },
): Promise<readonly Posting[]> {
  const token = [...word].slice(0, TOKEN_LENGTH).join("").replaceAll("%", "%25").replaceAll("#", "%23");
  const pk = postingPartition(workspaceKey(workspace), word);
  const found: Posting[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await queryPage(table, {
      KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
      ExpressionAttributeValues: { ":pk": pk, ":from": token, ":to": `${token}\uFFFF` },
      Limit: Math.min(1_000, most),
      ...(start ? { ExclusiveStartKey: start } : {}),
    });
    found.push(...page.items.map((one) => ({ objectId: one["o"] as string, id: one["id"] as string })));
    start = page.next;
  } while (start && found.length < most);
  return found;
}

/** Characters of a word that a posting covers (operations/derive/search-tokens.ts). */
const TOKEN_LENGTH = 12;

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
