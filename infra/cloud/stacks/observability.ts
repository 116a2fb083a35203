import { Stack } from "aws-cdk-lib";
import type { StackProps } from "aws-cdk-lib";
import { AlarmStatusWidget, Dashboard, GraphWidget } from "aws-cdk-lib/aws-cloudwatch";
import type { IMetric, IWidget } from "aws-cdk-lib/aws-cloudwatch";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import { Alarms } from "../constructs/alarms.ts";
import { iteratorAge, watchesOf } from "../constructs/watches.ts";
import type { WatchedParts } from "../constructs/watches.ts";
import { physicalName, productName } from "../naming.ts";
import type { Settings } from "../settings.ts";

export interface ObservabilityStackProps extends StackProps {
  readonly settings: Settings;
  readonly watched: WatchedParts;
}

/** Alarms for what needs a person, and one page to look at. */
export class ObservabilityStack extends Stack {
  constructor(scope: Construct, id: string, { settings, watched, ...props }: ObservabilityStackProps) {
    super(scope, id, props);
    const { stage, alarmEmail } = settings;
    const topic = new Topic(this, "AlarmTopic", {
      topicName: physicalName(stage, "alarms"),
      enforceSSL: true,
    });
    if (alarmEmail !== undefined) topic.addSubscription(new EmailSubscription(alarmEmail));
    const { alarms } = new Alarms(this, "Alarms", { stage, topic, watches: watchesOf(watched) });
    new Dashboard(this, "Dashboard", {
      dashboardName: productName(stage),
      widgets: [
        [new AlarmStatusWidget({ title: "Alarms", alarms: [...alarms], width: 24 })],
        ...graphs(watched),
      ],
    });
  }
}

function graphs({ functions, queues, failures, api, table }: WatchedParts): IWidget[][] {
  const streams = functions.filter(({ spec }) => spec.trigger.kind === "stream");
  return [
    [
      graph("API requests and errors", [api.metricCount(), api.metricClientError(), api.metricServerError()]),
      graph("API latency", [
        api.metricLatency({ statistic: "p50" }),
        api.metricLatency({ statistic: "p99" }),
      ]),
    ],
    [
      graph(
        "Function errors",
        functions.map((entry) => entry.function.metricErrors({ label: entry.spec.name })),
      ),
      graph(
        "Function duration p99",
        functions.map((entry) => entry.function.metricDuration({ label: entry.spec.name, statistic: "p99" })),
      ),
    ],
    [
      graph("Age of stream records", streams.map(iteratorAge)),
      graph(
        "Age of the oldest message",
        queues.map(({ queue, spec }) => queue.metricApproximateAgeOfOldestMessage({ label: spec.name })),
      ),
    ],
    [
      graph(
        "Failed for good",
        [...queues.map(({ deadLetters }) => deadLetters), ...failures.values()].map((queue) =>
          queue.metricApproximateNumberOfMessagesVisible(),
        ),
      ),
      graph("Table capacity used", [
        table.metricConsumedReadCapacityUnits(),
        table.metricConsumedWriteCapacityUnits(),
      ]),
    ],
  ];
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 12 });
}
