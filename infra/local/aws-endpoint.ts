import type { Server } from "node:http";
import { serveAws, type AwsAnswer, type AwsRequest } from "./aws-protocol.ts";
import type { Bus } from "./bus.ts";
import type { Queues } from "./queue.ts";
import type { Ses } from "./ses.ts";
import { answerSqs } from "./sqs-endpoint.ts";

/** EventBridge, SQS and SES behind one loopback address, for the SDK's `AWS_ENDPOINT_URL_*` variables. */
export function startAwsEndpoint(services: {
  readonly queues: Queues;
  readonly bus: Bus;
  readonly ses: Ses;
}): Promise<{ endpoint: string; server: Server }> {
  return serveAws((request) => answer(services, request));
}

function answer(
  { queues, bus, ses }: { readonly queues: Queues; readonly bus: Bus; readonly ses: Ses },
  { target, body }: AwsRequest,
): AwsAnswer {
  if (target === undefined) return ses.answer(body);
  const [service, action = ""] = target.split(".");
  const input = JSON.parse(body || "{}") as Record<string, unknown>;
  if (service === "AmazonSQS") return answerSqs(queues, action, input);
  if (service === "AWSEvents") return bus.answer(action, input);
  return { status: 400, body: { __type: "UnknownOperationException", message: target } };
}
