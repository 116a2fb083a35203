import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { table } from "#infra/topology.ts";

export type Item = Readonly<Record<string, unknown>>;

/** The same engine called directly through the SDK, as the product calls it: the floor of every ratio. */
export interface Raw {
  /** A record's item as the product stored it. */
  get(id: string): Promise<Item>;
  /** A new item with everything that the given one has. */
  create(like: Item, number: number): Promise<unknown>;
  /** What an update needs at least: the item read consistently, then one changed path and a version. */
  update(id: string, score: number): Promise<unknown>;
  /** A page of an index between two of its keys, from the end. */
  page(slot: string, between: readonly [string, string], limit: number): Promise<readonly Item[]>;
  close(): void;
}

export function openRaw(endpoint: string, partition: string): Raw {
  const client = new DynamoDBClient({
    endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const raw = DynamoDBDocumentClient.from(client);
  const TableName = table.name;
  const get = async (id: string): Promise<Item> => {
    const Key = { pk: partition, sk: id };
    const { Item: item } = await raw.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    if (!item) throw new Error("the benchmark's record is not where storage keeps records");
    return item;
  };
  return {
    get,
    create: (like, number) => {
      const sk = `${String(like["sk"]).slice(0, -8)}${String(10_000_000 + number)}`;
      // Another partition and type: neither the product's lists nor its stream consumers take these up.
      const Item = { ...like, pk: `bench#R#${partition}`, sk, ty: "raw" };
      return raw.send(new PutCommand({ TableName, Item, ConditionExpression: "attribute_not_exists(pk)" }));
    },
    update: async (id, score) => {
      const item = await get(id);
      const version = item["ver"] as number;
      return raw.send(
        new UpdateCommand({
          TableName,
          Key: { pk: partition, sk: id },
          UpdateExpression: "SET #v.#f = :score, #ver = :next, #ma = :ma",
          ConditionExpression: "#ver = :ver",
          ExpressionAttributeNames: { "#v": "v", "#f": "bench", "#ver": "ver", "#ma": "ma" },
          ExpressionAttributeValues: {
            ":score": score,
            ":next": version,
            ":ver": version,
            ":ma": item["ma"],
          },
        }),
      );
    },
    page: async (slot, [from, to], limit) => {
      const { Items = [] } = await raw.send(
        new QueryCommand({
          TableName,
          IndexName: `ix${slot}`,
          KeyConditionExpression: "pk = :pk AND #slot BETWEEN :from AND :to",
          ExpressionAttributeNames: { "#slot": slot },
          ExpressionAttributeValues: { ":pk": partition, ":from": from, ":to": to },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      return Items;
    },
    close: () => client.destroy(),
  };
}
