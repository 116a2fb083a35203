import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";

const client = new DynamoDBClient({ region: "eu-central-1" });

/** A handler with the client that most handlers have; only `bundle.test.ts` uses it. */
export async function handler(): Promise<unknown> {
  return client.send(new GetItemCommand({ TableName: "tessera", Key: { pk: { S: "p" }, sk: { S: "s" } } }));
}
