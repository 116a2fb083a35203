import type { Posted } from "../../ports/backfill-store.ts";
import type { Posting } from "../../ports/record-store.ts";
import { batchGet } from "./batch-get.ts";
import type { Table } from "./client.ts";
import { queryAll } from "./derived-reads.ts";
import { postingKey, postingPartition, type WorkspaceKey } from "./keys.ts";
import { decodePosting } from "./postings.ts";

/** Postings that records should have and do not. */
export async function missingPostings(
  table: Table,
  key: WorkspaceKey,
  { objectId, records }: { readonly objectId: string; readonly records: readonly Posted[] },
): Promise<readonly { readonly id: string; readonly token: string }[]> {
  const wanted = records.flatMap(({ id, tokens }) =>
    tokens.map((token) => ({ id, token, key: postingKey(key, { token, objectId, id }) })),
  );
  const { items } = await batchGet(
    table,
    wanted.map((one) => one.key),
  );
  const found = new Set(items.map(({ pk, sk }) => `${String(pk)} ${String(sk)}`));
  return wanted
    .filter((one) => !found.has(`${one.key.pk} ${one.key.sk}`))
    .map(({ id, token }) => ({ id, token }));
}

/** Every posting of the partitions that these tokens are in. */
export async function postingsLike(table: Table, key: WorkspaceKey, tokens: ReadonlySet<string>) {
  const partitions = new Set([...tokens].map((token) => postingPartition(key, token)));
  const lists: (readonly Posting[])[] = [];
  for (const pk of partitions) lists.push((await queryAll(table, { pk })).map(decodePosting));
  return lists.flat();
}
