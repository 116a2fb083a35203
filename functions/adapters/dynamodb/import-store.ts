import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { ImportFile, ImportFileResult, ImportStore } from "../../ports/import-store.ts";
import { withRetries, type Table } from "./client.ts";
import { queryAll } from "./derived-reads.ts";
import { importPartition, workspaceKey } from "./keys.ts";
import { toPieces } from "./pieces.ts";

/** Files and results of imports, each list as one JSON text in pieces. */
export function createImportStore(table: Table): ImportStore {
  const save = async (workspace: string, place: Place, list: readonly unknown[]): Promise<void> => {
    const pk = importPartition(workspaceKey(workspace), place.importId);
    const pieces = toPieces(JSON.stringify(list));
    for (const [at, text] of pieces.entries()) {
      const Item = {
        pk,
        sk: `${place.part}#${String(at).padStart(4, "0")}`,
        ty: "imp",
        text,
        of: pieces.length,
      };
      await withRetries(() => table.client.send(new PutCommand({ TableName: table.name, Item })));
    }
  };
  const load = async (workspace: string, place: Place): Promise<readonly unknown[]> => {
    const pk = importPartition(workspaceKey(workspace), place.importId);
    const items = await queryAll(table, { pk, prefix: `${place.part}#` });
    const count = Number(items[0]?.["of"] ?? 0);
    if (count === 0) return [];
    return JSON.parse(
      items
        .slice(0, count)
        .map((one) => String(one["text"]))
        .join(""),
    ) as unknown[];
  };
  return {
    saveFiles: (workspace, importId, files) => save(workspace, { importId, part: "files" }, files),
    files: async (workspace, importId) =>
      (await load(workspace, { importId, part: "files" })) as readonly ImportFile[],
    saveResults: (workspace, importId, results) => save(workspace, { importId, part: "results" }, results),
    results: async (workspace, importId) =>
      (await load(workspace, { importId, part: "results" })) as readonly ImportFileResult[],
  };
}

interface Place {
  readonly importId: string;
  readonly part: "files" | "results";
}
