import type { Causation, ObjectModel } from "#engine";
import type { WrittenRecord } from "../../ports/record-store.ts";
import { batchGet } from "./batch-get.ts";
import type { Table } from "./client.ts";
import { decodeRecord } from "./codec.ts";
import { binKey, recordKey, workspaceKey } from "./keys.ts";

/** Records or deleted ones with the cause of their last write, strongly consistent; in the order asked for. */
export async function readWritten(
  table: Table,
  { workspace, place }: { readonly workspace: string; readonly place: "records" | "bin" },
  refs: readonly { readonly object: ObjectModel; readonly id: string }[],
): Promise<readonly WrittenRecord[]> {
  const keyOf = place === "bin" ? binKey : recordKey;
  const key = workspaceKey(workspace);
  const keys = refs.map(({ object, id }) => keyOf(key, object.id, id));
  const { items } = await batchGet(table, keys);
  const found = new Map(items.map((item) => [`${String(item["pk"])} ${String(item["sk"])}`, item]));
  return refs.flatMap(({ object }, at) => {
    const item = found.get(`${keys[at]?.pk ?? ""} ${keys[at]?.sk ?? ""}`);
    return item ? [{ record: decodeRecord(object, item), causation: item["_m"] as Causation }] : [];
  });
}
