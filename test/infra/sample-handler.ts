import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";

const client = new DynamoDBClient({ region: "eu-central-1" });

/** A handler with the client that most handlers have, which writes an item and reads it; only `bundle.test.ts` uses it. */
export async function handler(): Promise<unknown> {
  const item = { pk: { S: "p" }, sk: { S: "s" } };
  await client.send(new PutItemCommand({ TableName: "tessera", Item: item }));
  return client.send(new GetItemCommand({ TableName: "tessera", Key: item }));
}
