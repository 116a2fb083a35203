import { Hono } from "hono";
import { claimsOf, type AuthorizerContext } from "./authenticate.ts";
import type { ApiContext } from "./context.ts";
import { createDispatcher, unauthenticated, type Incoming } from "./dispatch.ts";
import { acceptedLocale } from "./locale.ts";
import { notFound } from "./problems.ts";
import { createRateLimit } from "./rate-limit.ts";
import { plainAnswer, problemAnswer, type Answer } from "./respond.ts";
import { fullPath, type Route } from "./route.ts";
import { routeFiles } from "./route-files.ts";

/** What the Lambda adapter hands to Hono beside the request; both shapes of API Gateway v2. */
export interface LambdaBindings {
  readonly event: {
    readonly body?: string | undefined;
    readonly isBase64Encoded?: boolean;
    readonly rawQueryString?: string;
  };
  readonly requestContext: AuthorizerContext & {
    readonly requestId?: string;
    readonly http?: { readonly sourceIp?: string };
  };
}

type Environment = { Bindings: LambdaBindings };

/** Every route of the product, in the order of the list of route files. */
export function collectRoutes(context: ApiContext): readonly Route[] {
  const routes: Route[] = [];
  const table = { routes, add: (route: Route) => void routes.push(route) };
  for (const addRoutes of routeFiles) addRoutes(table, context);
  return routes;
}

/** The API: nothing answers but what is in the route table, and only as its `access` says. */
export function createApp(context: ApiContext): Hono<Environment> {
  const app = new Hono<Environment>();
  const routes = collectRoutes(context);
  const dispatch = createDispatcher(context, createRateLimit(context.clock));
  for (const route of routes) {
    const names = parameterNames(route);
    const suffix = verbOf(route);
    app.on(route.method, honoPath(route), async (c) => {
      const parameters: Record<string, string> = {};
      for (const name of names) parameters[name] = c.req.param(name) ?? "";
      const last = names.at(-1);
      if (suffix !== "" && last !== undefined) {
        parameters[last] = (parameters[last] ?? "").slice(0, -suffix.length);
      }
      return toResponse(await dispatch(route, incomingOf(c.req, { bindings: c.env, parameters })));
    });
  }
  app.notFound((c) => {
    const incoming = incomingOf(c.req, { bindings: c.env, parameters: {} });
    return toResponse(unmatched(routes, { incoming, path: c.req.path }));
  });
  return app;
}

interface HonoRequest {
  readonly method: string;
  readonly url: string;
  header(name: string): string | undefined;
}

function incomingOf(
  request: HonoRequest,
  given: { readonly bindings: LambdaBindings; readonly parameters: Readonly<Record<string, string>> },
): Incoming {
  const { event, requestContext } = given.bindings;
  const query = event.rawQueryString ?? "";
  return {
    requestId: requestContext.requestId ?? "",
    method: request.method,
    target: request.url.slice(request.url.indexOf("/", 8)),
    parameters: given.parameters,
    search: new URLSearchParams(query),
    header: (name) => request.header(name),
    raw: { body: event.body ?? "", base64: event.isBase64Encoded === true },
    context: requestContext,
    address: requestContext.http?.sourceIp ?? "",
  };
}

/** 401 without a token below the API, 405 with the methods there are, else 404. */
function unmatched(
  routes: readonly Route[],
  { incoming, path }: { readonly incoming: Incoming; readonly path: string },
): Answer {
  const locale = acceptedLocale(incoming.header("accept-language")) ?? "zh-CN";
  const about = { requestId: incoming.requestId, locale };
  if (path.startsWith("/api/") && !claimsOf(incoming.context)) return unauthenticated(about);
  const methods = routes.filter((one) => pathPattern(one).test(path)).map((one) => one.method);
  if (methods.length === 0) return problemAnswer([notFound], about);
  const allow = [...new Set(methods)].sort().join(", ");
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

function parameterNames(route: Route): readonly string[] {
  return [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
}

/** `:restore` of `…/{id}:restore`; empty when the path has none after a parameter. */
function verbOf(route: Route): string {
  return /\}(:[a-z]+)$/.exec(route.path)?.[1] ?? "";
}

/** A parameter is one segment without a colon, so that `{id}` and `{id}:restore` never match the same address. */
function honoPath(route: Route): string {
  return fullPath(route).replace(
    /\{(\w+)\}(:[a-z]+)?/g,
    (_, name: string, verb = "") => `:${name}{[^/:]+${verb}}`,
  );
}

function pathPattern(route: Route): RegExp {
  const escaped = fullPath(route).replace(/[.]/g, "\\.");
  return new RegExp(`^${escaped.replace(/\{\w+\}/g, "[^/:]+")}$`);
}

function toResponse(answer: Answer): Response {
  const body = answer.binary === true ? Buffer.from(answer.body, "base64") : answer.body;
  const empty = answer.status === 204 || answer.status === 304;
  return new Response(empty ? null : body, { status: answer.status, headers: answer.headers });
}
