import {
  CreateTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  type CreateTableCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { TableSpec } from "#infra/topology.ts";

/** Region, credentials and endpoint of a client that talks to a loopback endpoint; the values open no account. */
export function loopbackClient(endpoint: string) {
  return {
    endpoint,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  };
}

/** Creates the table of the topology with its indexes and its stream; leaves an existing one as it is. */
export async function createTable(endpoint: string, table: TableSpec): Promise<void> {
  const client = new DynamoDBClient(loopbackClient(endpoint));
  try {
    await client.send(new CreateTableCommand(creation(table)));
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: table.name,
        TimeToLiveSpecification: { AttributeName: table.ttlAttribute, Enabled: true },
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  } finally {
    client.destroy();
  }
}

function creation(table: TableSpec): CreateTableCommandInput {
  const text = (name: string) => ({ AttributeName: name, AttributeType: "S" as const });
  const key = (range: string) => [
    { AttributeName: table.partitionKey, KeyType: "HASH" as const },
    { AttributeName: range, KeyType: "RANGE" as const },
  ];
  return {
    TableName: table.name,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: key(table.sortKey),
    AttributeDefinitions: [table.partitionKey, table.sortKey, ...table.indexes.map((at) => at.attribute)].map(
      text,
    ),
    GlobalSecondaryIndexes: table.indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: key(index.attribute),
      Projection:
        index.include.length === 0
          ? { ProjectionType: "KEYS_ONLY" as const }
          : { ProjectionType: "INCLUDE" as const, NonKeyAttributes: [...index.include] },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  };
}
