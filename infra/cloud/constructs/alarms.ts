import { Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import type { IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { constructId, physicalName } from "../naming.ts";

/** One thing a person must hear about. */
export interface Watch {
  /** Name in kebab-case; the alarm is `tessera-<name>`. */
  readonly name: string;
  /** What it means and where to look, one sentence. */
  readonly meaning: string;
  readonly metric: IMetric;
  /** The alarm rings at this value … */
  readonly threshold: number;
  /** … in that many periods of the metric one after another. Default 1. */
  readonly periods?: number;
  /** Rings when the value is *below* the threshold, or missing. Default false. */
  readonly whenAbsent?: boolean;
}

/** Period of every watched metric. */
export const watchPeriod = Duration.minutes(1);

export interface AlarmsProps {
  readonly stage: string;
  readonly topic: ITopic;
  readonly watches: readonly Watch[];
}

/** Alarms that ring at the topic, and say there when it is over. */
export class Alarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { stage, topic, watches }: AlarmsProps) {
    super(scope, id);
    const action = new SnsAction(topic);
    this.alarms = watches.map((watch) => {
      const alarm = new Alarm(this, constructId(watch.name), {
        alarmName: physicalName(stage, watch.name),
        alarmDescription: watch.meaning,
        metric: watch.metric,
        threshold: watch.threshold,
        evaluationPeriods: watch.periods ?? 1,
        ...(watch.whenAbsent === true ? absent : present),
      });
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      return alarm;
    });
  }
}

const present = {
  comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  treatMissingData: TreatMissingData.NOT_BREACHING,
};
const absent = {
  comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
  treatMissingData: TreatMissingData.BREACHING,
};
