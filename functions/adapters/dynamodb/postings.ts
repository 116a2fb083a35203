import type { Posting, PostingPage, PostingRequest } from "../../ports/record-store.ts";
import type { Table } from "./client.ts";
import { queryPage } from "./derived-reads.ts";
import { postingKey, postingPartition, type WorkspaceKey } from "./keys.ts";

/** Sorts behind every character of a token, in UTF-8. */
const LAST = "\u{10FFFD}";

/** A page of postings (storage.md §8); one request to the table. */
export async function readPostings(
  table: Table,
  workspace: WorkspaceKey,
  { token, isWhole, after, until, limit }: PostingRequest,
): Promise<PostingPage> {
  const pk = postingPartition(workspace, token);
  const from = postingKey(workspace, { token, objectId: "", id: "" }).sk.slice(0, isWhole ? -1 : -2);
  const page = await queryPage(table, {
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
    ExpressionAttributeValues: {
      ":pk": pk,
      ":from": from,
      ":to": until ? postingKey(workspace, until).sk : from + LAST,
    },
    Limit: limit,
    ...(after ? { ExclusiveStartKey: { ...postingKey(workspace, after) } } : {}),
  });
  return { items: page.items.map(decodePosting), hasMore: page.hasMore };
}

/** A posting of its item. */
export function decodePosting(item: Readonly<Record<string, unknown>>): Posting {
  const [token = ""] = String(item["sk"]).split("#");
  return {
    objectId: String(item["o"]),
    id: String(item["id"]),
    token: token.replaceAll("%23", "#").replaceAll("%25", "%"),
  };
}
