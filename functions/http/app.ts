import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { keyPrefix } from "#infra/topology.ts";
import { claimsOf, type AuthorizerContext } from "./authenticate.ts";
import type { ApiContext } from "./context.ts";
import { createDispatcher, unauthenticated, type Incoming } from "./dispatch.ts";
import { acceptedLocale } from "./locale.ts";
import { notFound } from "./problems.ts";
import { createRateLimit } from "./rate-limit.ts";
import { plainAnswer, problemAnswer, type Answer } from "./respond.ts";
import { fullPath, type Route } from "./route.ts";

/** Answers an event of API Gateway's HTTP API (payload 2.0). */
export type ApiHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** One API function: nothing answers but what is in its routes, and only as their `access` says. */
export function createApp(context: ApiContext, routes: readonly Route[]): ApiHandler {
  const dispatch = createDispatcher(context, createRateLimit(context.clock));
  const patterns = routes.map((route) => ({ route, pattern: pathPattern(route) }));
  return async (event) => {
    const incoming = incomingOf(event);
    const path = withoutKeyPrefix(event.rawPath);
    const there = patterns.filter(({ pattern }) => pattern.test(path));
    const method = incoming.method === "HEAD" ? "GET" : incoming.method;
    const found = there.find(({ route }) => route.method === method);
    if (!found) return resultOf(unmatched(there, incoming), incoming);
    const parameters = parametersOf(found.route, found.pattern.exec(path));
    return resultOf(await dispatch(found.route, { ...incoming, parameters }), incoming);
  };
}

/** Requests with an API key come on addresses of their own, which have no authorizer (topology, `keyPrefix`). */
function withoutKeyPrefix(path: string): string {
  return path.startsWith(`${keyPrefix}/`) ? path.slice(keyPrefix.length) : path;
}

/** The body of a GET or HEAD means nothing (RFC 9110 §9.3.1). */
function incomingOf(event: APIGatewayProxyEventV2): Incoming {
  const { requestContext, rawPath, rawQueryString: query, headers } = event;
  const { method, sourceIp } = requestContext.http;
  const isIdle = method === "GET" || method === "HEAD";
  return {
    requestId: requestContext.requestId,
    method,
    target: query === "" ? rawPath : `${rawPath}?${query}`,
    parameters: {},
    search: new URLSearchParams(query),
    header: (name) => (Object.hasOwn(headers, name) ? headers[name] : undefined),
    raw: { body: isIdle ? "" : (event.body ?? ""), base64: event.isBase64Encoded },
    context: requestContext as AuthorizerContext,
    address: sourceIp,
  };
}

/** 401 without a token below the API, 405 with the methods there are, else 404. */
function unmatched(there: readonly { readonly route: Route }[], incoming: Incoming): Answer {
  const locale = acceptedLocale(incoming.header("accept-language")) ?? "zh-CN";
  const about = { requestId: incoming.requestId, locale };
  if (withoutKeyPrefix(incoming.target).startsWith("/api/") && !claimsOf(incoming.context)) {
    return unauthenticated(about);
  }
  if (there.length === 0) return problemAnswer([notFound], about);
  const allow = [...new Set(there.map(({ route }) => route.method))].sort().join(", ");
  return plainAnswer({ ...methodNotAllowed, headers: { allow } }, about);
}

const methodNotAllowed = {
  status: 405,
  code: "method_not_allowed",
  detail: {
    "zh-CN": "此地址不支持该请求方法，支持的方法见 Allow 头。",
    en: "This address does not take that method; the Allow header names those it takes.",
  },
};

/** A parameter is one segment without a colon, so that `{id}` and `{id}:restore` never match the same address. */
function pathPattern(route: Route): RegExp {
  const escaped = fullPath(route).replace(/[.]/g, "\\.");
  return new RegExp(`^${escaped.replace(/\{\w+\}/g, "([^/:]+)")}$`);
}

function parametersOf(route: Route, match: readonly string[] | null): Readonly<Record<string, string>> {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
  return Object.fromEntries(names.map((name, at) => [name, decoded(match?.[at + 1] ?? "")]));
}

/** What is no percent-encoding of a text stands for itself. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function resultOf(answer: Answer, { method }: Incoming): APIGatewayProxyStructuredResultV2 {
  const { status, headers, body, binary = false } = answer;
  const empty = method === "HEAD" || status === 204 || status === 304;
  return { statusCode: status, headers: { ...headers }, body: empty ? "" : body, isBase64Encoded: binary };
}
