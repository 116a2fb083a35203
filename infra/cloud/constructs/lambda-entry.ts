import { existsSync } from "node:fs";
import { join } from "node:path";
import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import {
  ApplicationLogLevel,
  Architecture,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  SystemLogLevel,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { NodejsFunction, OutputFormat, SourceMapMode } from "aws-cdk-lib/aws-lambda-nodejs";
import type { BundlingOptions } from "aws-cdk-lib/aws-lambda-nodejs";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { bundleAliases } from "#infra/bundling.ts";
import type { FunctionSpec } from "#infra/topology.ts";
import { physicalName } from "../naming.ts";
import { statementsFor } from "./permissions.ts";
import type { Grantables } from "./permissions.ts";

/** Root of the repository. */
export const root = join(import.meta.dirname, "../../..");

export interface LambdaEntryProps {
  readonly stage: string;
  readonly spec: FunctionSpec;
  readonly grantables: Grantables;
  /** Values of the names in `environment` of the topology. */
  readonly environment: Readonly<Record<string, string>>;
  /** Encrypts the environment, which holds the signing secret. */
  readonly environmentKey: IKey;
}

/** A function of the topology with its own role, log group and bundle. */
export class LambdaEntry extends Construct {
  readonly spec: FunctionSpec;
  readonly function: NodejsFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: LambdaEntryProps) {
    super(scope, id);
    const { stage, spec } = props;
    this.spec = spec;
    const functionName = physicalName(stage, spec.name);
    const logGroup = new LogGroup(this, "Logs", {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = this.createRole(props, logGroup);
    this.function = new NodejsFunction(this, "Function", {
      functionName,
      description: `Tessera ${spec.name}`,
      entry: entryFile(this, spec),
      handler: "handler",
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: spec.memoryMb,
      timeout: Duration.seconds(spec.timeoutSeconds),
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.INFO,
      tracing: Tracing.ACTIVE,
      environment: { ...props.environment, NODE_OPTIONS: "--enable-source-maps" },
      environmentEncryption: props.environmentKey,
      ...(continuesItself(spec) ? { recursiveLoop: RecursiveLoop.ALLOW } : {}),
      projectRoot: root,
      depsLockFilePath: join(root, "package-lock.json"),
      bundling,
    });
  }

  private createRole({ spec, grantables, environmentKey }: LambdaEntryProps, logGroup: LogGroup): Role {
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      description: `Tessera ${spec.name}`,
    });
    logGroup.grantWrite(role);
    environmentKey.grantDecrypt(role);
    for (const permission of spec.permissions) {
      for (const statement of statementsFor(permission, grantables)) role.addToPolicy(statement);
    }
    return role;
  }
}

/**
 * Handler file of the function. A stack that is synthesised without bundling never reads it, so there any existing file
 * will do; with bundling a missing handler stops the synthesis.
 */
function entryFile(scope: Construct, spec: FunctionSpec): string {
  const file = join(root, spec.entry);
  if (existsSync(file)) return file;
  if (Stack.of(scope).bundlingRequired) throw new Error(`Function ${spec.name}: ${spec.entry} is missing`);
  return import.meta.filename;
}

/**
 * A function that sends to the queue it consumes goes on with its own work in pieces. Lambda would stop that after about
 * 16 rounds as a runaway loop unless told that it is meant.
 */
function continuesItself({ trigger, permissions }: FunctionSpec): boolean {
  return trigger.kind === "queue" && permissions.includes(`queue:send:${trigger.queue}`);
}

/** How every handler becomes one file: the SDK inside, less what no function can reach. */
export const bundling: BundlingOptions = {
  format: OutputFormat.ESM,
  target: "node20",
  minify: true,
  sourceMap: true,
  // Linked, not external: without the `sourceMappingURL` comment `--enable-source-maps` silently shows minified frames.
  sourceMapMode: SourceMapMode.DEFAULT,
  sourcesContent: false,
  mainFields: ["module", "main"],
  bundleAwsSDK: true,
  banner: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
  esbuildArgs: {
    "--legal-comments": "none",
    "--charset": "utf8",
    ...Object.fromEntries(
      Object.entries(bundleAliases).map(([name, file]) => [`--alias:${name}`, join(root, file)]),
    ),
  },
};
