import type { IncomingMessage, ServerResponse } from "node:http";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";

/** Claims of a verified token as the HTTP API hands them on: every value is text. */
export type Claims = Readonly<Record<string, string>>;

export interface HttpRequest {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly body: Buffer;
  readonly requestId: string;
  readonly now: Date;
  readonly routeKey: string;
  /** Undefined on routes without an authorizer. */
  readonly claims: Claims | undefined;
}

const TEXT =
  /^(?:text\/|application\/(?:[\w.+-]*\+)?(?:json|xml)|application\/x-www-form-urlencoded|multipart\/)/i;

/** The event that API Gateway's HTTP API (payload 2.0) would make of a request. */
export function lambdaEvent(given: HttpRequest): APIGatewayProxyEventV2 {
  const { request, url, body } = given;
  const { cookie, ...rest } = request.headers;
  const headers = Object.fromEntries(
    Object.entries(rest).flatMap(([name, value]) => {
      if (value === undefined) return [];
      return [[name, Array.isArray(value) ? value.join(",") : value]];
    }),
  );
  const isBase64Encoded = body.length > 0 && !TEXT.test(headers["content-type"] ?? "text/");
  const query = joined(url.searchParams);
  return {
    version: "2.0",
    routeKey: given.routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie === undefined ? {} : { cookies: cookie.split("; ") }),
    headers,
    ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: query }),
    requestContext: context(given),
    ...(body.length === 0 ? {} : { body: body.toString(isBase64Encoded ? "base64" : "utf8") }),
    isBase64Encoded,
  };
}

/** Writes what a handler returned, by the rules of payload 2.0: a value that is no response is a JSON body with 200. */
export function writeResult(response: ServerResponse, result: unknown, requestId: string): void {
  const given = structured(result);
  const body = Buffer.from(given.body ?? "", given.isBase64Encoded === true ? "base64" : "utf8");
  const status = Number(given.statusCode ?? 200);
  const headers = resultHeaders(given, requestId);
  if (status !== 204 && status !== 304) headers["content-length"] = String(body.length);
  response.writeHead(status, headers);
  response.end(body);
}

function resultHeaders(
  given: APIGatewayProxyStructuredResultV2,
  requestId: string,
): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = { "x-request-id": requestId };
  for (const [name, value] of Object.entries(given.headers ?? {}))
    headers[name.toLowerCase()] = String(value);
  for (const [name, values] of Object.entries(multi(given))) headers[name.toLowerCase()] = values.map(String);
  if (given.cookies && given.cookies.length > 0) headers["set-cookie"] = given.cookies;
  return headers;
}

function context(given: HttpRequest): APIGatewayProxyEventV2["requestContext"] {
  const { request, url, now, claims } = given;
  const context = {
    accountId: "000000000000",
    apiId: "local",
    domainName: url.hostname,
    domainPrefix: "local",
    http: {
      method: request.method ?? "GET",
      path: url.pathname,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress ?? "127.0.0.1",
      userAgent: request.headers["user-agent"] ?? "",
    },
    requestId: given.requestId,
    routeKey: given.routeKey,
    stage: "$default",
    time: now.toUTCString(),
    timeEpoch: now.getTime(),
  };
  if (!claims) return context;
  const authorizer = { jwt: { claims, scopes: null } };
  return { ...context, authorizer } as APIGatewayProxyEventV2["requestContext"];
}

function joined(parameters: URLSearchParams): Record<string, string> {
  const all: Record<string, string> = {};
  for (const [name, value] of parameters) {
    const before = Object.hasOwn(all, name) ? all[name] : undefined;
    all[name] = before === undefined ? value : `${before},${value}`;
  }
  return all;
}

function structured(result: unknown): APIGatewayProxyStructuredResultV2 {
  if (typeof result === "object" && result !== null && "statusCode" in result)
    return result as APIGatewayProxyStructuredResultV2;
  const body = typeof result === "string" ? result : JSON.stringify(result ?? {});
  return { statusCode: 200, headers: { "content-type": "application/json" }, body };
}

/** Not in payload 2.0, but some frameworks return it: API Gateway ignores it except for cookies, which it repeats. */
function multi(result: APIGatewayProxyStructuredResultV2): Record<string, unknown[]> {
  return (result as { multiValueHeaders?: Record<string, unknown[]> }).multiValueHeaders ?? {};
}
