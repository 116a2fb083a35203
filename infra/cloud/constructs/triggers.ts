import { Aws, Duration } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { CfnSchedule, CfnScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Trigger } from "#infra/topology.ts";
import { physicalName } from "../naming.ts";
import type { LambdaEntry } from "./lambda-entry.ts";
import { consumeStatement, queueOf, streamStatements } from "./permissions.ts";
import type { Grantables } from "./permissions.ts";
import { deadLetterQueue } from "./queue-with-dlq.ts";

type TriggerOf<Kind extends Trigger["kind"]> = Extract<Trigger, { readonly kind: Kind }>;

/** Hours after which a stream record counts as failed; the stream itself forgets it after 24. */
const streamMaxAgeHours = 6;
/** Batches of one shard worked on at the same time; records of one partition key stay in order. */
const streamParallelism = 4;

export interface TriggerContext {
  readonly stage: string;
  readonly grantables: Grantables;
}

/** The table's stream calls the function; what fails for good leaves a pointer in the returned queue `<name>-failures`. */
export function connectStream(
  entry: LambdaEntry,
  trigger: TriggerOf<"stream">,
  context: TriggerContext,
): Queue {
  const failures = failureQueue(entry, context.stage);
  for (const statement of streamStatements(context.grantables)) entry.role.addToPolicy(statement);
  const { tableStreamArn } = context.grantables.table;
  const mapping = new EventSourceMapping(entry, "Stream", {
    target: entry.function,
    ...(tableStreamArn === undefined ? {} : { eventSourceArn: tableStreamArn }),
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: trigger.batchSize,
    maxBatchingWindow: Duration.seconds(1),
    parallelizationFactor: streamParallelism,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    retryAttempts: trigger.maxRetries,
    maxRecordAge: Duration.hours(streamMaxAgeHours),
    onFailure: new SqsDlq(failures),
    filters: streamFilters(trigger.itemTypes),
  });
  mapping.node.addDependency(entry.role);
  return failures;
}

/** A queue of the topology calls the function; a batch may fail in part. */
export function connectQueue(entry: LambdaEntry, trigger: TriggerOf<"queue">, context: TriggerContext): void {
  const source = queueOf(context.grantables, trigger.queue);
  entry.role.addToPolicy(consumeStatement(source));
  const mapping = new EventSourceMapping(entry, "Source", {
    target: entry.function,
    eventSourceArn: source.queue.queueArn,
    batchSize: trigger.batchSize,
    maxConcurrency: trigger.maxConcurrency,
    reportBatchItemFailures: true,
  });
  mapping.node.addDependency(entry.role);
}

/**
 * A clock calls the function. A tick is not repeated (the next one does the same work) and not kept longer than its
 * interval; a tick that could not be delivered goes to the returned queue `<name>-failures`.
 */
export function connectSchedule(
  entry: LambdaEntry,
  trigger: TriggerOf<"schedule">,
  { stage }: TriggerContext,
): Queue {
  const failures = failureQueue(entry, stage);
  const name = physicalName(stage, entry.spec.name);
  const group = new CfnScheduleGroup(entry, "Schedules", { name });
  const role = new Role(entry, "ScheduleRole", {
    assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
    }),
  });
  role.addToPolicy(
    new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [entry.function.functionArn] }),
  );
  failures.grantSendMessages(role);
  const maximumEventAgeInSeconds = Duration.minutes(trigger.everyMinutes).toSeconds();
  const schedule = new CfnSchedule(entry, "Schedule", {
    name,
    groupName: group.ref,
    scheduleExpression: `rate(${trigger.everyMinutes} ${trigger.everyMinutes === 1 ? "minute" : "minutes"})`,
    flexibleTimeWindow: { mode: "OFF" },
    state: "ENABLED",
    target: {
      arn: entry.function.functionArn,
      roleArn: role.roleArn,
      input: JSON.stringify({ time: "<aws.scheduler.scheduled-time>" }),
      deadLetterConfig: { arn: failures.queueArn },
      retryPolicy: { maximumEventAgeInSeconds, maximumRetryAttempts: 0 },
    },
  });
  schedule.node.addDependency(role);
  entry.function.configureAsyncInvoke({
    onFailure: new SqsDestination(failures),
    retryAttempts: 0,
    maxEventAge: Duration.seconds(maximumEventAgeInSeconds),
  });
  return failures;
}

function failureQueue(entry: LambdaEntry, stage: string): Queue {
  return deadLetterQueue(entry, "Failures", physicalName(stage, `${entry.spec.name}-failures`));
}

/** Items of other types cost no invocation; a removal has only its old image. */
function streamFilters(itemTypes: readonly string[]): { [key: string]: unknown }[] {
  const type = { ty: { S: FilterRule.or(...itemTypes) } };
  return [
    FilterCriteria.filter({ dynamodb: { NewImage: type } }),
    FilterCriteria.filter({ eventName: FilterRule.isEqual("REMOVE"), dynamodb: { OldImage: type } }),
  ];
}
