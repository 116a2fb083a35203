import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { BlockOutcome, ImportFile, ImportStore, PreparedSheet } from "../../ports/import-store.ts";
import { withRetries, type Table } from "./client.ts";
import { queryAll, queryPage } from "./derived-reads.ts";
import { importPartition, workspaceKey } from "./keys.ts";
import { toPieces } from "./pieces.ts";

/** What is kept of an import: each thing as one JSON text in pieces. */
export function createImportStore(table: Table): ImportStore {
  const sheetPlace = (workspace: string, upload: string, sheet: string | null): Place => ({
    pk: importPartition(workspaceKey(workspace), upload),
    part: `sheet#${encodeURIComponent(sheet ?? "")}`,
  });
  const filesPlace = (workspace: string, importId: string): Place => ({
    pk: importPartition(workspaceKey(workspace), importId),
    part: "files",
  });
  return {
    saveSheet: (workspace, { upload, sheet }, prepared) =>
      save(table, sheetPlace(workspace, upload, sheet), prepared),
    sheet: async (workspace, { upload, sheet }) =>
      (await load(table, sheetPlace(workspace, upload, sheet))) as PreparedSheet | null,
    saveFiles: (workspace, importId, files) => save(table, filesPlace(workspace, importId), files),
    files: async (workspace, importId) =>
      ((await load(table, filesPlace(workspace, importId))) ?? []) as readonly ImportFile[],
    saveOutcome: (workspace, { importId, file, block }, outcome) => {
      const pk = importPartition(workspaceKey(workspace), importId);
      return save(table, { pk, part: `${outcomePart(file)}${padded(block, 6)}` }, outcome);
    },
    outcomes: (workspace, importId, file) =>
      outcomesOf(table, importPartition(workspaceKey(workspace), importId), outcomePart(file)),
  };
}

interface Place {
  readonly pk: string;
  readonly part: string;
}

function outcomePart(file: number): string {
  return `rows#${padded(file, 3)}#`;
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, "0");
}

async function save(table: Table, { pk, part }: Place, value: unknown): Promise<void> {
  const pieces = toPieces(JSON.stringify(value));
  for (const [at, text] of pieces.entries()) {
    const Item = { pk, sk: `${part}#${padded(at, 4)}`, ty: "imp", text, of: pieces.length };
    await withRetries(() => table.client.send(new PutCommand({ TableName: table.name, Item })));
  }
}

async function load(table: Table, { pk, part }: Place): Promise<unknown> {
  const items = await queryAll(table, { pk, prefix: `${part}#` });
  const count = Number(items[0]?.["of"] ?? 0);
  return count === 0 ? null : whole(items.slice(0, count));
}

function whole(pieces: readonly Readonly<Record<string, unknown>>[]): unknown {
  return JSON.parse(pieces.map((one) => String(one["text"])).join("")) as unknown;
}

const PAGE = 20;

async function* outcomesOf(table: Table, pk: string, part: string): AsyncGenerator<BlockOutcome> {
  let after: string | null = null;
  let pieces: Readonly<Record<string, unknown>>[] = [];
  for (;;) {
    const page = await queryPage(table, {
      KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
      ExpressionAttributeValues: {
        ":pk": pk,
        ":from": after === null ? part : `${after}!`,
        ":to": `${part}~`,
      },
      ConsistentRead: true,
      Limit: PAGE,
    });
    for (const item of page.items) {
      // A block done twice may have left a piece too many behind its last one.
      const at = Number(String(item["sk"]).slice(-4));
      if (at === 0) pieces = [];
      pieces.push(item);
      if (pieces.length === Number(item["of"]) && at === pieces.length - 1)
        yield whole(pieces) as BlockOutcome;
    }
    if (!page.hasMore) return;
    after = String(page.items.at(-1)?.["sk"]);
  }
}
