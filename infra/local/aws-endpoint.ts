import type { Server } from "node:http";
import { serveAws, type AwsAnswer, type AwsRequest } from "./aws-protocol.ts";
import type { Bus } from "./bus.ts";
import type { Kms } from "./kms.ts";
import type { Queues } from "./queue.ts";
import type { Ses } from "./ses.ts";
import { answerSqs } from "./sqs-endpoint.ts";

/** EventBridge, SQS, SES and KMS behind one loopback address, for the SDK's `AWS_ENDPOINT_URL_*` variables. */
export function startAwsEndpoint(services: AwsServices): Promise<{ endpoint: string; server: Server }> {
  return serveAws((request) => answer(services, request));
}

export interface AwsServices {
  readonly queues: Queues;
  readonly bus: Bus;
  readonly ses: Ses;
  /** Absent: a call to it is refused. */
  readonly kms?: Kms;
}

function answer({ queues, bus, ses, kms }: AwsServices, { target, body }: AwsRequest): AwsAnswer {
  if (target === undefined) return ses.answer(body);
  const [service, action = ""] = target.split(".");
  const input = JSON.parse(body || "{}") as Record<string, unknown>;
  if (service === "AmazonSQS") return answerSqs(queues, action, input);
  if (service === "AWSEvents") return bus.answer(action, input);
  if (service === "TrentService" && kms) return kms.answer(action, input);
  return { status: 400, body: { __type: "UnknownOperationException", message: target } };
}
