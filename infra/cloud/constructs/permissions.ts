import { Aws } from "aws-cdk-lib";
import type { EventBus } from "aws-cdk-lib/aws-events";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { table as tableSpec } from "#infra/topology.ts";
import type { Permission, QueueName } from "#infra/topology.ts";
import type { QueueWithDlq } from "./queue-with-dlq.ts";

/** What the permissions of the topology are about. */
export interface Grantables {
  readonly table: TableV2;
  readonly tableKey: IKey;
  readonly bus: EventBus;
  readonly queues: ReadonlyMap<QueueName, QueueWithDlq>;
  /** Bucket of uploaded files. */
  readonly files: IBucket;
  /** Key of encrypted fields. */
  readonly cipherKey: IKey;
  /** ARNs of the sender's SES identity and of the configuration set. */
  readonly mailArns: readonly string[];
}

/** The narrowest statements that allow the permission; every resource is listed, none is a wildcard. */
export function statementsFor(permission: Permission, on: Grantables): PolicyStatement[] {
  const [area, action, queue] = permission.split(":");
  if (area === "queue") return [allow(["sqs:SendMessage"], [queueOf(on, queue as QueueName).queue.queueArn])];
  return statements[`${area}:${action}` as Exclude<Permission, `queue:${string}`>](on);
}

/** Reading the table's stream at an event source mapping. */
export function streamStatements({ table, tableKey }: Grantables): PolicyStatement[] {
  if (table.tableStreamArn === undefined) throw new Error("The table has no stream");
  const actions = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"];
  return [
    allow(
      actions.map((action) => `dynamodb:${action}`),
      [table.tableStreamArn],
    ),
    throughDynamoDb(allow(["kms:Decrypt", "kms:DescribeKey"], [tableKey.keyArn])),
  ];
}

/** Consuming a queue at an event source mapping. */
export function consumeStatement({ queue }: QueueWithDlq): PolicyStatement {
  const actions = ["ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes"];
  return allow(
    actions.map((action) => `sqs:${action}`),
    [queue.queueArn],
  );
}

/** The queue of that name. */
export function queueOf({ queues }: Pick<Grantables, "queues">, name: QueueName): QueueWithDlq {
  const queue = queues.get(name);
  if (queue === undefined) throw new Error(`The topology has no queue ${name}`);
  return queue;
}

const statements: Record<Exclude<Permission, `queue:${string}`>, (on: Grantables) => PolicyStatement[]> = {
  "table:read": ({ table, tableKey }) => [
    allow(dynamoDb("GetItem", "BatchGetItem", "ConditionCheckItem"), [table.tableArn]),
    allow(dynamoDb("Query"), [
      table.tableArn,
      ...tableSpec.indexes.map(({ name }) => `${table.tableArn}/index/${name}`),
    ]),
    throughDynamoDb(allow(["kms:Decrypt", "kms:DescribeKey"], [tableKey.keyArn])),
  ],
  "table:write": ({ table, tableKey }) => [
    allow(dynamoDb("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "ConditionCheckItem"), [
      table.tableArn,
    ]),
    throughDynamoDb(
      allow(
        ["Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "ReEncryptFrom", "ReEncryptTo"].map(
          (action) => `kms:${action}`,
        ),
        [tableKey.keyArn],
      ),
    ),
  ],
  "files:exchange": ({ files }) => [
    allow(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], [files.arnForObjects("*")]),
    // Without it S3 says "denied" instead of "not there".
    allow(["s3:ListBucket"], [files.bucketArn]),
  ],
  "files:remove": ({ files }) => [allow(["s3:DeleteObject"], [files.arnForObjects("*")])],
  "cipher:seal": ({ cipherKey }) => [withContext(allow(["kms:GenerateDataKey"], [cipherKey.keyArn]))],
  "cipher:open": ({ cipherKey }) => [
    withContext(allow(["kms:GenerateDataKey", "kms:Decrypt"], [cipherKey.keyArn])),
  ],
  "bus:put": ({ bus }) => [allow(["events:PutEvents"], [bus.eventBusArn])],
  "ses:send": ({ mailArns }) => [allow(["ses:SendRawEmail"], mailArns)],
};

function allow(actions: readonly string[], resources: readonly string[]): PolicyStatement {
  return new PolicyStatement({ actions: [...actions], resources: [...resources] });
}

function dynamoDb(...actions: string[]): string[] {
  return actions.map((action) => `dynamodb:${action}`);
}

/** A data key is made and opened only for a field of a workspace. */
function withContext(statement: PolicyStatement): PolicyStatement {
  statement.addCondition("ForAllValues:StringEquals", {
    "kms:EncryptionContextKeys": ["workspace", "object", "field"],
  });
  statement.addCondition("Null", { "kms:EncryptionContext:workspace": "false" });
  return statement;
}

/** The key opens nothing but the table: only DynamoDB may use it for the function. */
function throughDynamoDb(statement: PolicyStatement): PolicyStatement {
  statement.addCondition("StringEquals", { "kms:ViaService": `dynamodb.${Aws.REGION}.${Aws.URL_SUFFIX}` });
  return statement;
}
