import { environment, queueUrlVariable } from "#infra/environment.ts";
import { queues, table } from "#infra/topology.ts";
import { LOCAL_BUCKET } from "./files.ts";
import { LOCAL_KEY_ID } from "./kms.ts";
import { QUEUE_ACCOUNT } from "./sqs-endpoint.ts";

/** Secret that loopback clients sign with; it opens nothing but loopback endpoints. */
export const LOCAL_SECRET = "local";

/** Region of every loopback client; part of no address. */
export const LOCAL_REGION = "local";

/** The environment that every function receives, with the SDK's endpoints on loopback; the values open no account. */
export function functionEnvironment(given: {
  readonly origin: string;
  readonly tableEndpoint: string;
  readonly awsEndpoint: string;
  /** Origin of the S3 endpoint, which is the downloads' own. */
  readonly filesEndpoint: string;
  readonly signingSecret: string;
}): Readonly<Record<string, string>> {
  const { origin, tableEndpoint, awsEndpoint, filesEndpoint, signingSecret } = given;
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
    [environment.filesBucket]: LOCAL_BUCKET,
    [environment.filesOrigin]: filesEndpoint,
    [environment.cipherKey]: LOCAL_KEY_ID,
    ...(Object.fromEntries(urls) as Record<string, string>),
    AWS_ENDPOINT_URL_DYNAMODB: tableEndpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: awsEndpoint,
    AWS_ENDPOINT_URL_SQS: awsEndpoint,
    AWS_ENDPOINT_URL_SES: awsEndpoint,
    AWS_ENDPOINT_URL_KMS: awsEndpoint,
    AWS_ENDPOINT_URL_S3: filesEndpoint,
    AWS_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: LOCAL_SECRET,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    TZ: "UTC",
  };
}
