import { RemovalPolicy, Stack } from "aws-cdk-lib";
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import type { IHttpRouteAuthorizer } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpJwtAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { keyPrefix } from "#infra/topology.ts";
import type { FunctionSpec, HttpMethod as Method, Trigger } from "#infra/topology.ts";
import { constructId, physicalName } from "../naming.ts";

/** Requests per second and their burst over all workspaces; the account's default is 10,000 and 5,000. */
const throttle = { rateLimit: 2000, burstLimit: 1000 };

type HttpTrigger = Extract<Trigger, { readonly kind: "http" }>;

export interface HttpApiOfFunctionProps {
  readonly stage: string;
  /** Issuer of accepted tokens, and the client they must be made for. */
  readonly issuer: string;
  readonly audience: string;
}

/** The HTTP API; routes are added once the function exists, which needs this API's address in its environment. */
export class PublicHttpApi extends Construct {
  readonly api: HttpApi;
  /** `https://<id>.execute-api.<region>.amazonaws.com`, no trailing slash. */
  readonly origin: string;
  private readonly authorizer: IHttpRouteAuthorizer;

  constructor(scope: Construct, id: string, props: HttpApiOfFunctionProps) {
    super(scope, id);
    this.api = new HttpApi(this, "Api", {
      apiName: physicalName(props.stage, "api"),
      createDefaultStage: false,
    });
    this.origin = this.api.apiEndpoint;
    this.authorizer = new HttpJwtAuthorizer("Tokens", props.issuer, { jwtAudience: [props.audience] });
    this.addStage(props.stage);
  }

  /** Leads the addresses of a function's trigger to it; those without a token are listed apart. */
  route(handler: IFunction, spec: Pick<FunctionSpec, "name">, trigger: HttpTrigger): void {
    const integration = new HttpLambdaIntegration(constructId(`${spec.name}-handler`), handler, {
      scopePermissionToRoute: false,
    });
    const methods = [HttpMethod.ANY];
    const { authorizer } = this;
    for (const path of trigger.paths) {
      this.api.addRoutes({ path, methods, integration, authorizer });
      this.api.addRoutes({ path: keyPrefix + path, methods, integration });
    }
    for (const { path, methods } of trigger.publicRoutes) {
      this.api.addRoutes({ path, methods: methods.map((method) => httpMethods[method]), integration });
    }
  }

  private addStage(stage: string): void {
    const logs = new LogGroup(this, "AccessLogs", {
      logGroupName: `/aws/apigateway/${physicalName(stage, "api")}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, "Stage", {
      httpApi: this.api,
      stageName: "$default",
      autoDeploy: true,
      throttle,
      detailedMetricsEnabled: true,
      accessLogSettings: { destination: new LogGroupLogDestination(logs), format: accessLogFormat },
    });
  }

  /** Host of the API without `https://`, for a CloudFront origin. */
  get host(): string {
    return `${this.api.apiId}.execute-api.${Stack.of(this).region}.${Stack.of(this).urlSuffix}`;
  }
}

const httpMethods: Record<Method, HttpMethod> = { GET: HttpMethod.GET, POST: HttpMethod.POST };

/** Routes, not paths: a path of a public address contains a personal token. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    time: "$context.requestTime",
    requestId: "$context.requestId",
    route: "$context.routeKey",
    status: "$context.status",
    milliseconds: "$context.responseLatency",
    integrationMilliseconds: "$context.integrationLatency",
    bytes: "$context.responseLength",
    error: "$context.error.message",
    integrationError: "$context.integrationErrorMessage",
    authorizerError: "$context.authorizer.error",
  }),
);
