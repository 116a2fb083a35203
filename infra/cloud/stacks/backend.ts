import { CfnOutput, RemovalPolicy, Stack } from "aws-cdk-lib";
import type { StackProps } from "aws-cdk-lib";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Key } from "aws-cdk-lib/aws-kms";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { environment, queueUrlVariable } from "#infra/environment.ts";
import { functions, queues } from "#infra/topology.ts";
import type { FunctionName, QueueName } from "#infra/topology.ts";
import { Events } from "../constructs/events.ts";
import { PublicHttpApi } from "../constructs/http-api.ts";
import { LambdaEntry } from "../constructs/lambda-entry.ts";
import { Mail } from "../constructs/mail.ts";
import type { Grantables } from "../constructs/permissions.ts";
import { QueueWithDlq } from "../constructs/queue-with-dlq.ts";
import { connectQueue, connectSchedule, connectStream } from "../constructs/triggers.ts";
import type { TriggerContext } from "../constructs/triggers.ts";
import { constructId, physicalName } from "../naming.ts";
import type { Settings } from "../settings.ts";

export interface BackendStackProps extends StackProps {
  readonly settings: Settings;
  readonly table: TableV2;
  readonly tableKey: IKey;
  /** Bucket of uploaded files, and the origin they are downloaded from. */
  readonly files: IBucket;
  readonly filesOrigin: string;
  /** Key of encrypted fields. */
  readonly cipherKey: IKey;
  readonly issuer: string;
  readonly audience: string;
}

/** Queues, bus, mail, functions and the HTTP API, all from the topology. */
export class BackendStack extends Stack {
  readonly queues: ReadonlyMap<QueueName, QueueWithDlq>;
  readonly functions: ReadonlyMap<FunctionName, LambdaEntry>;
  /** Where a stream or schedule leaves what its function could not process. */
  readonly failures: ReadonlyMap<FunctionName, Queue>;
  readonly http: PublicHttpApi;
  readonly events: Events;

  constructor(scope: Construct, id: string, props: BackendStackProps) {
    super(scope, id, props);
    const { settings, issuer, audience } = props;
    const { stage } = settings;
    this.queues = new Map(
      queues.map((spec) => [
        spec.name,
        new QueueWithDlq(this, constructId(`${spec.name}-queue`), { stage, spec }),
      ]),
    );
    const mail = new Mail(this, "Mail", { settings });
    const { configurationSetName } = mail;
    this.events = new Events(this, "Events", { stage, queues: this.queues, configurationSetName });
    this.http = new PublicHttpApi(this, "Http", { stage, issuer, audience });
    const grantables = {
      table: props.table,
      tableKey: props.tableKey,
      files: props.files,
      cipherKey: props.cipherKey,
      bus: this.events.bus,
      queues: this.queues,
      mailArns: mail.arns,
    };
    this.functions = this.createFunctions(props, grantables, configurationSetName);
    this.failures = new Map(
      [...this.functions.values()].flatMap((entry) =>
        connect(entry, { stage, grantables }, this.http).map((queue) => [entry.spec.name, queue] as const),
      ),
    );
    this.showDkimRecords(mail);
  }

  private createFunctions(
    props: BackendStackProps,
    grantables: Grantables,
    configurationSetName: string,
  ): ReadonlyMap<FunctionName, LambdaEntry> {
    const { stage } = props.settings;
    const environmentKey = new Key(this, "EnvironmentKey", {
      description: "Tessera: environment of the functions",
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const variables = { ...this.variables(props), [environment.configurationSet]: configurationSetName };
    const entry = (spec: (typeof functions)[number]) =>
      new LambdaEntry(this, constructId(spec.name), {
        stage,
        spec,
        grantables,
        environment: variables,
        environmentKey,
      });
    return new Map(functions.map((spec) => [spec.name, entry(spec)]));
  }

  private variables(props: BackendStackProps): Record<string, string> {
    const { settings, table, issuer, audience } = props;
    const queueUrls = [...this.queues].map(([name, { queue }]) => [queueUrlVariable(name), queue.queueUrl]);
    return {
      [environment.tableName]: table.tableName,
      [environment.busName]: this.events.bus.eventBusName,
      [environment.publicOrigin]: settings.publicOrigin ?? this.http.origin,
      [environment.mailFrom]: settings.mailFrom,
      [environment.signingSecret]: this.signingSecret(settings.stage),
      [environment.filesBucket]: props.files.bucketName,
      [environment.filesOrigin]: props.filesOrigin,
      [environment.cipherKey]: props.cipherKey.keyArn,
      [environment.issuer]: issuer,
      [environment.audience]: audience,
      ...(Object.fromEntries(queueUrls) as Record<string, string>),
    };
  }

  /**
   * A dynamic reference: CloudFormation puts the value into the function's encrypted environment, the template never
   * holds it, and no handler needs a client or a call for it at start. A new value takes effect with the next deploy.
   */
  private signingSecret(stage: string): string {
    const secret = new Secret(this, "SigningSecret", {
      secretName: physicalName(stage, "signing-secret"),
      description: "Root of the keys for cursors, tokens and links",
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    return secret.secretValue.unsafeUnwrap();
  }

  private showDkimRecords({ dkimRecords }: Mail): void {
    dkimRecords.forEach(({ name, value }, at) => {
      new CfnOutput(this, `Dkim${at + 1}`, { value: `${name} CNAME ${value}` });
    });
  }
}

/** Lets the function's trigger call it; returns the queues that keep what could not be processed. */
function connect(entry: LambdaEntry, context: TriggerContext, http: PublicHttpApi): Queue[] {
  const { trigger } = entry.spec;
  switch (trigger.kind) {
    case "stream":
      return [connectStream(entry, trigger, context)];
    case "schedule":
      return [connectSchedule(entry, trigger, context)];
    case "queue":
      connectQueue(entry, trigger, context);
      return [];
    case "http":
      http.route(entry.function, entry.spec, trigger);
      return [];
  }
}
