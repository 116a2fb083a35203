import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";

export type ApiHandler = (
  event: APIGatewayProxyEventV2,
  context?: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * The event without the body of a GET or HEAD, which means nothing (RFC 9110 §9.3.1) and with which no `Request` can be
 * made.
 */
export function withoutIdleBody(event: APIGatewayProxyEventV2): APIGatewayProxyEventV2 {
  const { method } = event.requestContext.http;
  if (event.body === undefined || (method !== "GET" && method !== "HEAD")) return event;
  const { body: _, ...rest } = event;
  return rest;
}
