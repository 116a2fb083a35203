import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import type { StackProps } from "aws-cdk-lib";
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault } from "aws-cdk-lib/aws-backup";
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import type { GlobalSecondaryIndexPropsV2 } from "aws-cdk-lib/aws-dynamodb";
import { Schedule } from "aws-cdk-lib/aws-events";
import { Key } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { table as spec } from "#infra/topology.ts";
import type { SlotIndex } from "#infra/topology.ts";
import { productName } from "../naming.ts";
import type { Settings } from "../settings.ts";

/** Days that point-in-time recovery and the daily backups reach back; 35 is DynamoDB's maximum. */
const recoveryDays = 35;

export interface DataStackProps extends StackProps {
  readonly settings: Settings;
}

/** Everything that must outlive a mistake: the table, its key and its backups. */
export class DataStack extends Stack {
  /** Table with every index of the topology. */
  readonly table: TableV2;
  /** Key of the table, its stream and its backups. */
  readonly key: Key;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    this.key = new Key(this, "Key", {
      description: "Tessera: table, stream and backups",
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.table = this.createTable(productName(props.settings.stage));
    this.keepBackups();
  }

  private createTable(tableName: string): TableV2 {
    return new TableV2(this, "Table", {
      tableName,
      partitionKey: { name: spec.partitionKey, type: AttributeType.STRING },
      sortKey: { name: spec.sortKey, type: AttributeType.STRING },
      globalSecondaryIndexes: spec.indexes.map(slotIndex),
      billing: Billing.onDemand(),
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      encryption: TableEncryptionV2.customerManagedKey(this.key),
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: recoveryDays,
      },
      timeToLiveAttribute: spec.ttlAttribute,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  private keepBackups(): void {
    const vault = new BackupVault(this, "Vault", {
      encryptionKey: this.key,
      blockRecoveryPointDeletion: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const plan = new BackupPlan(this, "Backups", { backupVault: vault });
    plan.addRule(
      new BackupPlanRule({
        ruleName: "daily",
        scheduleExpression: Schedule.cron({ hour: "2", minute: "0" }),
        startWindow: Duration.hours(1),
        completionWindow: Duration.hours(6),
        deleteAfter: Duration.days(recoveryDays),
      }),
    );
    plan.addSelection("Table", { resources: [BackupResource.fromArn(this.table.tableArn)] });
  }
}

function slotIndex(index: SlotIndex): GlobalSecondaryIndexPropsV2 {
  return {
    indexName: index.name,
    partitionKey: { name: spec.partitionKey, type: AttributeType.STRING },
    sortKey: { name: index.attribute, type: AttributeType.STRING },
    ...(index.include.length > 0
      ? { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...index.include] }
      : { projectionType: ProjectionType.KEYS_ONLY }),
  };
}
