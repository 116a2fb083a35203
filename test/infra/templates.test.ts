import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { functions, queues, table } from "#infra/topology.ts";
import type { FunctionSpec, Permission, Trigger } from "#infra/topology.ts";
import { at, resourcesOf, synthesize } from "./synthesized.ts";
import type { Resource } from "./synthesized.ts";

const { all, template } = synthesize();
const backend = template("backend");

describe("functions", () => {
  it.each(all("AWS::Lambda::Function"))(
    "$Properties.FunctionName: runtime, tracing, logs, key",
    (resource) => {
      expect(resource.Properties).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        Handler: "index.handler",
        TracingConfig: { Mode: "Active" },
        LoggingConfig: { LogFormat: "JSON" },
      });
      expect(at(resource, "LoggingConfig.LogGroup.Ref")).toEqual(expect.any(String));
      expect(at(resource, "KmsKeyArn")).toBeDefined();
    },
  );

  it("write to their own log group, which forgets", () => {
    const groups = resourcesOf(backend, "AWS::Logs::LogGroup");
    expect(groups.map(({ Properties }) => Properties["LogGroupName"])).toEqual(
      expect.arrayContaining(functions.map(({ name }) => `/aws/lambda/${table.name}-${name}`)),
    );
    for (const group of groups) expect(group.Properties["RetentionInDays"]).toBe(90);
  });

  it("may call themselves in a loop only where that is how they work", () => {
    const looping = all("AWS::Lambda::Function")
      .filter(({ Properties }) => Properties["RecursiveLoop"] === "Allow")
      .map(({ Properties }) => Properties["FunctionName"]);
    expect(looping).toEqual([`${table.name}-jobs`]);
  });

  it("get the signing secret by reference, never in the template", () => {
    for (const resource of all("AWS::Lambda::Function")) {
      expect(JSON.stringify(at(resource, "Environment.Variables.SIGNING_SECRET"))).toContain(
        "{{resolve:secretsmanager:",
      );
    }
    expect(all("AWS::SecretsManager::Secret").map((secret) => at(secret, "GenerateSecretString"))).toEqual([
      { ExcludePunctuation: true, PasswordLength: 64 },
    ]);
  });
});

describe("least privilege", () => {
  it.each(functions)("$name may do what the topology says and no more", (spec) => {
    const actions = statementsOf(spec).flatMap(({ Action }) => [Action].flat());
    expect([...new Set(actions)].toSorted()).toEqual(expectedActions(spec));
  });

  it.each(functions)("$name names every resource", (spec) => {
    const open = statementsOf(spec)
      .filter(({ Resource }) => JSON.stringify(Resource).includes("*"))
      // Objects of a bucket: their keys are random.
      .filter(({ Action }) => ![Action].flat().every((one) => /^s3:\w+Object$/.test(one)))
      .map(({ Action }) => Action);
    // X-Ray knows no resources.
    expect(open).toEqual([["xray:PutTelemetryRecords", "xray:PutTraceSegments"]]);
  });

  it.each(functions)("$name uses the table's key only through DynamoDB", (spec) => {
    const direct = statementsOf(spec).filter(
      ({ Action, Condition }) =>
        [Action].flat().includes("kms:DescribeKey") && !JSON.stringify(Condition ?? {}).includes("dynamodb."),
    );
    expect(direct).toEqual([]);
  });

  it("no role uses a managed policy but the one of AWS Backup", () => {
    const managed = all("AWS::IAM::Role").flatMap(({ Properties }) => Properties["ManagedPolicyArns"] ?? []);
    expect(managed).toHaveLength(1);
    expect(JSON.stringify(managed)).toContain("AWSBackupServiceRolePolicyForBackup");
  });

  it("no policy allows all actions of a service", () => {
    const text = JSON.stringify(all("AWS::IAM::Policy"));
    expect(text).toContain("dynamodb:GetItem");
    expect(text).not.toMatch(/"[a-z0-9-]+:\*"/);
  });
});

describe("queues", () => {
  it.each(queues)("$name: redrive, encryption, and a visibility the consumer fits into", (spec) => {
    backend.hasResourceProperties("AWS::SQS::Queue", {
      QueueName: `${table.name}-${spec.name}`,
      VisibilityTimeout: spec.visibilitySeconds,
      SqsManagedSseEnabled: true,
      RedrivePolicy: {
        maxReceiveCount: spec.maxReceives,
        deadLetterTargetArn: { "Fn::GetAtt": [Match.stringLikeRegexp("DeadLetters"), "Arn"] },
      },
    });
    const consumers = functions.filter(
      ({ trigger }) => trigger.kind === "queue" && trigger.queue === spec.name,
    );
    expect(consumers).toHaveLength(1);
    for (const { timeoutSeconds } of consumers) {
      expect(spec.visibilitySeconds).toBeGreaterThanOrEqual(timeoutSeconds);
    }
  });

  it("refuse plain HTTP, every one", () => {
    const policies = JSON.stringify(all("AWS::SQS::QueuePolicy"));
    expect(policies.match(/"aws:SecureTransport":"false"/g)).toHaveLength(all("AWS::SQS::Queue").length);
  });
});

describe("data", () => {
  it("survives: point-in-time recovery, own key, no deletion", () => {
    template("data").hasResource("AWS::DynamoDB::GlobalTable", {
      DeletionPolicy: "Retain",
      Properties: {
        BillingMode: "PAY_PER_REQUEST",
        SSESpecification: { SSEEnabled: true, SSEType: "KMS" },
        Replicas: [
          Match.objectLike({
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
            SSESpecification: { KMSMasterKeyId: { "Fn::GetAtt": [Match.stringLikeRegexp("Key"), "Arn"] } },
          }),
        ],
      },
    });
    template("data").hasResourceProperties("AWS::Backup::BackupPlan", {
      BackupPlan: {
        BackupPlanRule: [
          Match.objectLike({ ScheduleExpression: "cron(0 2 * * ? *)", Lifecycle: { DeleteAfterDays: 35 } }),
        ],
      },
    });
  });

  it("stacks that hold what cannot be rebuilt are protected from deletion", () => {
    const { platform } = synthesize();
    const guarded = Object.entries(platform).filter(([, stack]) => stack.terminationProtection === true);
    expect(guarded.map(([name]) => name)).toEqual(["data", "identity", "files"]);
  });

  it("every key rotates", () => {
    for (const key of all("AWS::KMS::Key")) expect(key.Properties["EnableKeyRotation"]).toBe(true);
  });
});

describe("identity", () => {
  const identity = template("identity");

  it("asks everybody for a one-time code and lets nobody sign up", () => {
    identity.hasResourceProperties("AWS::Cognito::UserPool", {
      MfaConfiguration: "ON",
      EnabledMfas: ["SOFTWARE_TOKEN_MFA"],
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: "ACTIVE",
    });
  });

  it("lets nobody change a user's workspace", () => {
    identity.hasResourceProperties("AWS::Cognito::UserPool", {
      Schema: Match.arrayWith([Match.objectLike({ Name: "workspace", Mutable: false })]),
    });
    const [client] = resourcesOf(identity, "AWS::Cognito::UserPoolClient");
    expect(client?.Properties["ReadAttributes"]).toContain("custom:workspace");
    expect(client?.Properties["WriteAttributes"]).not.toContain("custom:workspace");
    expect(client?.Properties["AllowedOAuthScopes"]).toEqual(["openid", "email", "profile"]);
  });

  it("knows the studio as a public client with the code flow only", () => {
    identity.hasResourceProperties("AWS::Cognito::UserPoolClient", {
      GenerateSecret: false,
      AllowedOAuthFlows: ["code"],
      PreventUserExistenceErrors: "ENABLED",
    });
  });

  it("sends people back to the public origin once there is one", () => {
    const own = synthesize({ "tessera:publicOrigin": "https://crm.example.com" });
    own.template("identity").hasResourceProperties("AWS::Cognito::UserPoolClient", {
      CallbackURLs: ["https://crm.example.com/signed-in"],
    });
    for (const resource of own.all("AWS::Lambda::Function")) {
      expect(at(resource, "Environment.Variables.PUBLIC_ORIGIN")).toBe("https://crm.example.com");
    }
  });
});

describe("mail", () => {
  it("reports back through the default bus, the only one SES knows", () => {
    backend.hasResourceProperties("AWS::SES::ConfigurationSetEventDestination", {
      EventDestination: {
        EventBridgeDestination: {
          EventBusArn: { "Fn::Join": ["", Match.arrayWith([Match.stringLikeRegexp("event-bus/default$")])] },
        },
        MatchingEventTypes: Match.arrayWith(["delivery", "bounce", "complaint"]),
      },
    });
  });
});

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** Statements of the role the function runs as. */
function statementsOf({ name }: FunctionSpec): Statement[] {
  const [resource] = all("AWS::Lambda::Function").filter(
    ({ Properties }) => Properties["FunctionName"] === `${table.name}-${name}`,
  );
  const role = at(resource as Resource, "Role.Fn::GetAtt.0");
  const policies = all("AWS::IAM::Policy").filter((policy) => at(policy, "Roles.0.Ref") === role);
  return policies.flatMap((policy) => at(policy, "PolicyDocument.Statement") as Statement[]);
}

function expectedActions({ permissions, trigger }: FunctionSpec): string[] {
  const actions = [
    "kms:Decrypt",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
    ...permissions.flatMap(
      (permission) => actionsOf[permission.startsWith("queue:") ? "queue" : permission] ?? [],
    ),
    ...triggerActions[trigger.kind],
  ];
  return [...new Set(actions)].toSorted();
}

const actionsOf: Readonly<Partial<Record<Permission | "queue", readonly string[]>>> &
  Record<string, readonly string[]> = {
  "table:read": [
    "dynamodb:BatchGetItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:GetItem",
    "dynamodb:Query",
    "kms:DescribeKey",
  ],
  "files:exchange": ["s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject"],
  "files:remove": ["s3:DeleteObject"],
  "cipher:seal": ["kms:GenerateDataKey"],
  "cipher:open": ["kms:Decrypt", "kms:GenerateDataKey"],
  "table:write": [
    "dynamodb:BatchWriteItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:DeleteItem",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
  ],
  "bus:put": ["events:PutEvents"],
  "ses:send": ["ses:SendRawEmail"],
  queue: ["sqs:SendMessage"],
};

const failureActions = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"];

const triggerActions: Readonly<Record<Trigger["kind"], readonly string[]>> = {
  http: [],
  stream: [
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
    "kms:DescribeKey",
    ...failureActions,
  ],
  queue: ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
  schedule: failureActions,
};
