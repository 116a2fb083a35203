import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import type { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { Operation } from "aws-cdk-lib/aws-dynamodb";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { FunctionName } from "#infra/topology.ts";
import { watchPeriod } from "./alarms.ts";
import type { Watch } from "./alarms.ts";
import type { LambdaEntry } from "./lambda-entry.ts";
import type { QueueWithDlq } from "./queue-with-dlq.ts";

/** What the alarms are made for. */
export interface WatchedParts {
  readonly functions: readonly LambdaEntry[];
  readonly queues: readonly QueueWithDlq[];
  /** Queues that keep what a stream or schedule could not get processed, by its function. */
  readonly failures: ReadonlyMap<FunctionName, Queue>;
  readonly api: HttpApi;
  readonly table: TableV2;
}

const period = watchPeriod;
const minutes = 60;
const iteratorAgeLimitMilliseconds = 5 * minutes * 1000;
const messageAgeLimitSeconds = 15 * minutes;
/** Jobs may rightly wait for one another; the others serve somebody who waits. */
const jobAgeLimitSeconds = 60 * minutes;

/** Everything a person must hear about. */
export function watchesOf(parts: WatchedParts): Watch[] {
  return [
    ...parts.functions.flatMap(functionWatches),
    ...parts.queues.flatMap(queueWatches),
    ...[...parts.failures].map(failureWatch),
    ...apiWatches(parts.api),
    throttledTable(parts.table),
  ];
}

/** Milliseconds between a change of the table and its processing. */
export function iteratorAge({ function: fn, spec }: LambdaEntry): Metric {
  return fn.metric("IteratorAge", { statistic: "Maximum", label: spec.name, period });
}

function functionWatches(entry: LambdaEntry): Watch[] {
  const { function: fn, spec } = entry;
  const watches: Watch[] = [
    {
      name: `${spec.name}-errors`,
      meaning: `Function ${spec.name} fails again and again; its log group has the reason.`,
      metric: fn.metricErrors({ period }),
      threshold: 1,
      periods: 3,
    },
    {
      name: `${spec.name}-throttles`,
      meaning: `Function ${spec.name} is refused for lack of concurrency; look at the account's limit.`,
      metric: fn.metricThrottles({ period }),
      threshold: 1,
      periods: 3,
    },
  ];
  if (spec.trigger.kind === "stream") watches.push(lateStream(entry));
  if (spec.trigger.kind === "schedule") watches.push(silentSchedule(entry));
  return watches;
}

function lateStream(entry: LambdaEntry): Watch {
  return {
    name: `${entry.spec.name}-iterator-age`,
    meaning: `Function ${entry.spec.name} is more than five minutes behind the table; after 24 hours changes are lost to it.`,
    metric: iteratorAge(entry),
    threshold: iteratorAgeLimitMilliseconds,
    periods: 3,
  };
}

function silentSchedule({ function: fn, spec }: LambdaEntry): Watch {
  return {
    name: `${spec.name}-silent`,
    meaning: `Function ${spec.name} was not called for five minutes: waits, follow-ups and retries stand still.`,
    metric: fn.metricInvocations({ period }),
    threshold: 1,
    periods: 5,
    whenAbsent: true,
  };
}

function queueWatches({ queue, deadLetters, spec }: QueueWithDlq): Watch[] {
  return [
    {
      name: `${spec.name}-age`,
      meaning: `Messages wait too long in queue ${spec.name}: its function is slow, failing or throttled.`,
      metric: queue.metricApproximateAgeOfOldestMessage({ period }),
      threshold: spec.name === "jobs" ? jobAgeLimitSeconds : messageAgeLimitSeconds,
      periods: 3,
    },
    {
      name: `${spec.name}-dlq-depth`,
      meaning: `Queue ${spec.name} gave messages up; read them in its dead-letter queue, mend the cause, redrive.`,
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period }),
      threshold: 1,
    },
  ];
}

function failureWatch([name, queue]: readonly [FunctionName, Queue]): Watch {
  return {
    name: `${name}-failures-depth`,
    meaning: `Function ${name} gave up; the message points at what was lost. Redrive within 24 hours.`,
    metric: queue.metricApproximateNumberOfMessagesVisible({ period }),
    threshold: 1,
  };
}

function apiWatches(api: HttpApi): Watch[] {
  return [
    {
      name: "api-5xx",
      meaning: "The API answers with server errors, which no input may cause.",
      metric: api.metricServerError({ period }),
      threshold: 1,
      periods: 2,
    },
    {
      name: "api-latency",
      meaning: "One request in a hundred takes more than three seconds.",
      metric: api.metricLatency({ period, statistic: "p99" }),
      threshold: 3000,
      periods: 5,
    },
  ];
}

function throttledTable(table: TableV2): Watch {
  return {
    name: "table-throttles",
    meaning: "DynamoDB refuses requests: a hot partition or the account's on-demand quota.",
    metric: table.metricThrottledRequestsForOperations({
      period,
      operations: [
        Operation.GET_ITEM,
        Operation.BATCH_GET_ITEM,
        Operation.QUERY,
        Operation.PUT_ITEM,
        Operation.UPDATE_ITEM,
        Operation.TRANSACT_WRITE_ITEMS,
      ],
    }),
    threshold: 1,
    periods: 5,
  };
}
