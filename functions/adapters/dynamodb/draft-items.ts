import { gunzipSync, gzipSync } from "node:zlib";
import type { DraftDocument } from "../../ports/metadata-store.ts";
import { draftKey, type WorkspaceKey } from "./keys.ts";
import { PIECE_BYTES } from "./pieces.ts";

/** The item of a working copy; its body as JSON text, compressed when an item could not hold it. */
export function draftItem(key: WorkspaceKey, draft: DraftDocument): Record<string, unknown> {
  const { kind, apiName, body, revision, updatedAt, updatedBy } = draft;
  const text = JSON.stringify(body);
  const isLarge = Buffer.byteLength(text) > PIECE_BYTES;
  return {
    ...draftKey(key, kind, apiName),
    ty: "mtw",
    rev: revision,
    kind,
    apiName,
    updatedAt,
    updatedBy,
    ...(isLarge ? { packed: gzipSync(text) } : { text }),
  };
}

export function decodeDraft(item: Readonly<Record<string, unknown>>): DraftDocument {
  const packed = item["packed"] as Uint8Array | undefined;
  const text = packed ? gunzipSync(packed).toString("utf8") : String(item["text"]);
  return {
    kind: item["kind"] as string,
    apiName: item["apiName"] as string,
    body: JSON.parse(text) as unknown,
    revision: item["rev"] as number,
    updatedAt: item["updatedAt"] as string,
    updatedBy: item["updatedBy"] as string,
  };
}
