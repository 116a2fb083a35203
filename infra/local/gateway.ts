import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { httpRouteOf, type HttpRoute } from "#infra/http-routes.ts";
import { keyPrefix, protectedPrefix, type FunctionName } from "#infra/topology.ts";
import type { Authorizer } from "./authorizer.ts";
import type { VirtualClock } from "./clock.ts";
import { lambdaEvent, writeResult, type Claims } from "./lambda-http.ts";
import { answerProblem } from "./problem-answer.ts";

export interface GatewayParts {
  /** Calls the exported handler of a function. */
  readonly call: (name: FunctionName, event: APIGatewayProxyEventV2) => Promise<unknown>;
  /** Checks tokens of protected routes. */
  readonly authorizer: Authorizer;
  /** Paths with this prefix go to another listener, longest prefix first in the list. */
  readonly mounts: readonly { readonly prefix: string; readonly listener: RequestListener }[];
  /** Everything else. */
  readonly files: (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;
  readonly clock: VirtualClock;
  /** Told after each call that may have written. */
  readonly onWrite: () => void;
  readonly onError: (error: unknown) => void;
}

/** Largest body of a request in bytes (http-api.md, Conventions). */
const MOST_BYTES = 1_048_576;

/** The HTTP API of the laptop: routes, checks tokens, calls the function's handler, serves the studio. */
export function gatewayListener(parts: GatewayParts, origin: () => string): RequestListener {
  return (request, response) => {
    answer(parts, { request, response, origin: origin() }).catch((error: unknown) => {
      parts.onError(error);
      if (response.headersSent) response.destroy();
      else answerProblem(response, { status: 500, title: "Internal error", code: "internal" });
    });
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly origin: string;
}

async function answer(parts: GatewayParts, exchange: Exchange): Promise<void> {
  const { request, response, origin } = exchange;
  const url = parsed(request.url ?? "/", origin);
  if (!url) return answerProblem(response, { status: 400, title: "Malformed address", code: "malformed" });
  if (!isOwnHost(request, origin)) return elsewhere(exchange, url);
  const mount = parts.mounts.find(
    ({ prefix }) => url.pathname === prefix || url.pathname.startsWith(`${prefix}/`),
  );
  if (mount) {
    mount.listener(request, response);
    return;
  }
  if (isBelow(url.pathname, protectedPrefix)) return protectedRoute(parts, exchange, url);
  const route = httpRouteOf(url.pathname);
  if (route) return publicRoute(parts, exchange, { url, route });
  if (request.method === "GET" || request.method === "HEAD")
    return parts.files(request, response, url.pathname);
  notFound(response);
}

async function protectedRoute(parts: GatewayParts, exchange: Exchange, url: URL): Promise<void> {
  const { authorization } = exchange.request.headers;
  if (KEY.test(authorization ?? "")) return keyRoute(parts, exchange, url);
  const claims = await parts.authorizer.claims(authorization);
  if (!claims) return unauthorized(exchange.response, authorization !== undefined);
  const route = httpRouteOf(url.pathname);
  if (!route) return notFound(exchange.response);
  return invoke(parts, exchange, { url, claims, route, routeKey: `ANY ${route.path}` });
}

/** As CloudFront does: a request with an API key goes to the address without authorizer; the function checks the key. */
async function keyRoute(parts: GatewayParts, exchange: Exchange, given: URL): Promise<void> {
  const route = httpRouteOf(given.pathname);
  if (!route) return notFound(exchange.response);
  const url = new URL(`${keyPrefix}${given.pathname}${given.search}`, given);
  const routeKey = `ANY ${keyPrefix}${route.path}`;
  return invoke(parts, exchange, { url, claims: undefined, route, routeKey });
}

const KEY = /^Bearer +tsk_/i;

async function publicRoute(
  parts: GatewayParts,
  exchange: Exchange,
  { url, route }: { readonly url: URL; readonly route: HttpRoute },
): Promise<void> {
  const method = exchange.request.method ?? "GET";
  const asked = method === "HEAD" ? "GET" : method;
  if (!route.methods?.some((one) => one === asked)) return notFound(exchange.response);
  return invoke(parts, exchange, { url, claims: undefined, route, routeKey: `${method} ${route.path}` });
}

async function invoke(
  parts: GatewayParts,
  { request, response }: Exchange,
  target: {
    readonly url: URL;
    readonly claims: Claims | undefined;
    readonly route: HttpRoute;
    readonly routeKey: string;
  },
): Promise<void> {
  const body = await bodyOf(request);
  if (body === undefined) {
    const title = "The body is larger than 1 MiB";
    return answerProblem(response, { status: 413, title, code: "tooLarge" }, { connection: "close" });
  }
  const requestId = randomUUID();
  const now = parts.clock.now();
  const result = await parts.call(
    target.route.function,
    lambdaEvent({ request, body, requestId, now, ...target }),
  );
  writeResult(response, result, requestId);
  if (request.method !== "GET") parts.onWrite();
}

/** The whole body, or undefined when it is too large; what comes after the limit is not kept. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > MOST_BYTES) {
    request.resume();
    return undefined;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MOST_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  return bytes > MOST_BYTES ? undefined : Buffer.concat(chunks);
}

function notFound(response: ServerResponse): void {
  answerProblem(response, { status: 404, title: "Not found", code: "notFound" });
}

function unauthorized(response: ServerResponse, sent: boolean): void {
  const challenge = sent ? 'Bearer error="invalid_token"' : "Bearer";
  const detail = sent ? "The token is not valid (any more)." : "A bearer token is required.";
  const problem = { status: 401, title: "Unauthorized", code: "unauthorized", detail };
  answerProblem(response, problem, { "www-authenticate": challenge });
}

/**
 * Another name for this machine, such as localhost, is sent to the one origin that the identity provider knows; any
 * other name is a page elsewhere that had its own name point here (DNS rebinding).
 */
function elsewhere({ request, response, origin }: Exchange, url: URL): void {
  const port = new URL(origin).port;
  if (
    request.headers.host === `localhost:${port}` &&
    (request.method === "GET" || request.method === "HEAD")
  ) {
    response.writeHead(307, { location: `${origin}${url.pathname}${url.search}` }).end();
    return;
  }
  answerProblem(response, { status: 421, title: "Misdirected request", code: "misdirected" });
}

function isOwnHost(request: IncomingMessage, origin: string): boolean {
  return request.headers.host === new URL(origin).host;
}

function parsed(path: string, origin: string): URL | undefined {
  try {
    return new URL(path.startsWith("/") ? `${origin}${path}` : path);
  } catch {
    return undefined;
  }
}

function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}
