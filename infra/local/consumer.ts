import type { SQSEvent, SQSRecord } from "aws-lambda";
import type { Queues, Received } from "./queue.ts";
import { md5, QUEUE_ACCOUNT, systemAttributes } from "./sqs-endpoint.ts";

/** A handler as Lambda calls it. */
export type QueueHandler = (event: SQSEvent) => Promise<unknown>;

export interface ConsumerSpec {
  readonly queue: string;
  /** Most messages per call. */
  readonly batchSize: number;
  /** Most calls at the same time. */
  readonly maxConcurrency: number;
}

/** The event source mapping of one queue: delivers batches, deletes what succeeded, leaves the rest to come back. */
export interface Consumer {
  /** True while messages are visible or being handled. */
  busy(): boolean;
  /** Resolves when nothing is visible and nothing is being handled. */
  idle(): Promise<void>;
  /** Takes no more messages and waits for the calls under way. */
  stop(): Promise<void>;
}

/** @param onError told about each call that threw; its messages come back after their visibility time */
export function consume(queues: Queues, spec: ConsumerSpec, target: Target): Consumer {
  const running = new Set<Promise<void>>();
  let stopped = false;
  const pull = (): void => {
    while (!stopped && running.size < spec.maxConcurrency) {
      const batch = queues.receive(spec.queue, spec.batchSize);
      if (batch.length === 0) return;
      const call = handle({ queues, queue: spec.queue, batch }, target).finally(() => {
        running.delete(call);
        pull();
      });
      running.add(call);
    }
  };
  queues.onReady(spec.queue, () => {
    setImmediate(pull);
  });
  setImmediate(pull);
  const busy = (): boolean => running.size > 0 || (!stopped && queues.ready(spec.queue) > 0);
  return {
    busy,
    idle: async () => {
      while (busy()) {
        pull();
        if (running.size > 0) await Promise.race(running);
      }
    },
    stop: async () => {
      stopped = true;
      await Promise.all(running);
    },
  };
}

interface Target {
  readonly handler: QueueHandler;
  readonly onError: (error: unknown) => void;
}

interface Delivered {
  readonly queues: Queues;
  readonly queue: string;
  readonly batch: readonly Received[];
}

async function handle({ queues, queue, batch }: Delivered, target: Target): Promise<void> {
  let failed: ReadonlySet<string>;
  try {
    const result = await target.handler({ Records: batch.map((received) => record(queue, received)) });
    failed = failedIds(result, batch);
  } catch (error) {
    target.onError(error);
    return;
  }
  for (const { message, receipt } of batch) {
    if (!failed.has(message.id)) queues.delete(queue, receipt);
  }
}

/** As Lambda reads it: no list means success; an id that was not in the batch fails the whole batch. */
function failedIds(result: unknown, batch: readonly Received[]): ReadonlySet<string> {
  const list = (result as { batchItemFailures?: { itemIdentifier?: string }[] } | null | undefined)
    ?.batchItemFailures;
  const ids = (list ?? []).map((failure) => failure.itemIdentifier ?? "");
  const known = new Set(batch.map(({ message }) => message.id));
  return ids.every((id) => known.has(id)) ? new Set(ids) : known;
}

function record(queue: string, received: Received): SQSRecord {
  const { id, body, attributes } = received.message;
  return {
    messageId: id,
    receiptHandle: received.receipt,
    body,
    md5OfBody: md5(body),
    attributes: systemAttributes(received),
    messageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [
        name,
        {
          dataType: value.DataType,
          ...(value.StringValue === undefined ? {} : { stringValue: value.StringValue }),
          ...(value.BinaryValue === undefined ? {} : { binaryValue: value.BinaryValue }),
        },
      ]),
    ),
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:local:${QUEUE_ACCOUNT}:${queue}`,
    awsRegion: "local",
  } as SQSRecord;
}
