import { environment, queues, queueUrlVariable, table } from "#infra/topology.ts";
import { QUEUE_ACCOUNT } from "./sqs-endpoint.ts";

/** Region of every loopback client; part of no address. */
export const LOCAL_REGION = "local";

/** The environment that every function receives, with the SDK's endpoints on loopback; the values open no account. */
export function functionEnvironment(given: {
  readonly origin: string;
  readonly tableEndpoint: string;
  readonly awsEndpoint: string;
  readonly signingSecret: string;
}): Readonly<Record<string, string>> {
  const { origin, tableEndpoint, awsEndpoint, signingSecret } = given;
  const urls = queues.map((queue) => [
    queueUrlVariable(queue.name),
    `${awsEndpoint}/${QUEUE_ACCOUNT}/${queue.name}`,
  ]);
  return {
    [environment.tableName]: table.name,
    [environment.busName]: "tessera",
    [environment.publicOrigin]: origin,
    [environment.mailFrom]: "Tessera <crm@tessera.test>",
    [environment.configurationSet]: "tessera",
    [environment.signingSecret]: signingSecret,
    ...(Object.fromEntries(urls) as Record<string, string>),
    AWS_ENDPOINT_URL_DYNAMODB: tableEndpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: awsEndpoint,
    AWS_ENDPOINT_URL_SQS: awsEndpoint,
    AWS_ENDPOINT_URL_SES: awsEndpoint,
    AWS_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    TZ: "UTC",
  };
}
