import { Duration } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { QueueSpec } from "#infra/topology.ts";
import { physicalName } from "../naming.ts";

/** Days a dead letter waits for a person; 14 is the maximum of SQS. */
export const deadLetterDays = 14;
/** Days a message waits for its consumer: less than a dead letter, whose clock goes on from the first enqueueing. */
const messageDays = 4;

export interface QueueWithDlqProps {
  readonly stage: string;
  readonly spec: QueueSpec;
}

/** A queue of the topology and the queue its messages go to after `maxReceives` failures (`<name>-dlq`). */
export class QueueWithDlq extends Construct {
  readonly spec: QueueSpec;
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { stage, spec }: QueueWithDlqProps) {
    super(scope, id);
    this.spec = spec;
    this.deadLetters = deadLetterQueue(this, "DeadLetters", physicalName(stage, `${spec.name}-dlq`));
    this.queue = new Queue(this, "Queue", {
      queueName: physicalName(stage, spec.name),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(messageDays),
      receiveMessageWaitTime: Duration.seconds(20),
      visibilityTimeout: Duration.seconds(spec.visibilitySeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: spec.maxReceives },
    });
  }
}

/** A queue nothing consumes: messages that failed wait there for a redrive by a person. */
export function deadLetterQueue(scope: Construct, id: string, queueName: string): Queue {
  return new Queue(scope, id, {
    queueName,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(deadLetterDays),
  });
}
