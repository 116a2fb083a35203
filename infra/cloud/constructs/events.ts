import { Duration } from "aws-cdk-lib";
import { EventBus, Rule } from "aws-cdk-lib/aws-events";
import type { EventPattern, IEventBusRef } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { Construct } from "constructs";
import { rules } from "#infra/topology.ts";
import type { BusName, QueueName, RuleSpec } from "#infra/topology.ts";
import { constructId, physicalName, productName } from "../naming.ts";
import { queueOf } from "./permissions.ts";
import type { QueueWithDlq } from "./queue-with-dlq.ts";

/** Days past events can be replayed. */
const archiveDays = 30;
/** What EventBridge does before it gives an event to the dead-letter queue: both are its maxima. */
const delivery = { maxEventAge: Duration.hours(24), retryAttempts: 185 };

export interface EventsProps {
  readonly stage: string;
  readonly queues: ReadonlyMap<QueueName, QueueWithDlq>;
  /** SES events of other configuration sets in the account are not ours. */
  readonly configurationSetName: string;
}

/** The bus of our own events with its archive, and the rules of the topology on it and on the account's default bus. */
export class Events extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, props: EventsProps) {
    super(scope, id);
    this.bus = new EventBus(this, "Bus", { eventBusName: productName(props.stage) });
    this.bus.archive("Archive", {
      archiveName: productName(props.stage),
      description: `Own events of the last ${archiveDays} days, for replay`,
      eventPattern: { source: ["tessera"] },
      retention: Duration.days(archiveDays),
    });
    const buses: Record<BusName, IEventBusRef> = {
      tessera: this.bus,
      default: EventBus.fromEventBusName(this, "DefaultBus", "default"),
    };
    for (const spec of rules) this.addRule(spec, buses[spec.bus], props);
  }

  /** Events that cannot be delivered go where the queue's own failures go: one place to look per consumer. */
  private addRule(spec: RuleSpec, eventBus: IEventBusRef, props: EventsProps): void {
    const target = queueOf(props, spec.target);
    new Rule(this, constructId(spec.name), {
      ruleName: physicalName(props.stage, spec.name),
      eventBus,
      eventPattern: patternOf(spec, props.configurationSetName),
      targets: [new SqsQueue(target.queue, { deadLetterQueue: target.deadLetters, ...delivery })],
    });
  }
}

function patternOf(spec: RuleSpec, configurationSetName: string): EventPattern {
  const { "detail-type": detailType, ...rest } = spec.pattern;
  const pattern = { ...rest, ...(detailType === undefined ? {} : { detailType }) } as EventPattern;
  if (spec.bus !== "default") return pattern;
  return { ...pattern, detail: { mail: { tags: { "ses:configuration-set": [configurationSetName] } } } };
}
