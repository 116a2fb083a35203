import type { Locale } from "#engine";
import type { Caller } from "../operations/access/caller.ts";
import { authenticate, claimsOf, type AuthorizerContext } from "./authenticate.ts";
import type { ApiContext } from "./context.ts";
import { onceOnly } from "./idempotency.ts";
import { bodyText, MAX_BODY_BYTES, readJson, type RawBody } from "./json-body.ts";
import { acceptedLocale } from "./locale.ts";
import { duplicateParameter, forbidden, malformed, rateLimited } from "./problems.ts";
import type { RateLimit } from "./rate-limit.ts";
import { plainAnswer, problemAnswer, toAnswer, type Answer, type AnswerAbout } from "./respond.ts";
import { isPublic, type MemberRoute, type PublicRoute, type RequestFacts, type Route } from "./route.ts";

/** A request as the gateway handed it over. */
export interface Incoming {
  readonly requestId: string;
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly search: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  readonly raw: RawBody;
  readonly context: AuthorizerContext | undefined;
  readonly address: string;
}

export type Dispatcher = (route: Route, incoming: Incoming) => Promise<Answer>;

/** Carries a request through authentication, access, body and idempotency to its route, in this order. */
export function createDispatcher(context: ApiContext, limit: RateLimit): Dispatcher {
  return async (route, incoming) => {
    const accepted = acceptedLocale(incoming.header("accept-language"));
    try {
      if (isPublic(route)) return await servePublic(limit, route, { incoming, locale: accepted ?? "zh-CN" });
      return await serveMember(context, route, { incoming, accepted });
    } catch (error) {
      context.logger.error("request failed", error, { requestId: incoming.requestId, route: route.path });
      return unexpected({ requestId: incoming.requestId, locale: accepted ?? "zh-CN" });
    }
  };
}

/** What a caller without a valid token gets, whatever the address. */
export function unauthenticated(about: AnswerAbout): Answer {
  return plainAnswer(
    {
      status: 401,
      code: "unauthenticated",
      detail: {
        "zh-CN": "缺少有效的访问令牌，或账号已停用。",
        en: "A valid access token is missing, or the account is not active.",
      },
      headers: { "www-authenticate": "Bearer" },
    },
    about,
  );
}

/** What a caller gets when something broke that is no fault of the request. */
export function unexpected(about: AnswerAbout): Answer {
  return plainAnswer(
    {
      status: 500,
      code: "internal",
      detail: {
        "zh-CN": "出现了意外错误，请稍后重试；若仍失败，请把请求编号告知管理员。",
        en: "Something unexpected went wrong; try again, and give the request id to an administrator if it persists.",
      },
    },
    about,
  );
}

async function servePublic(
  limit: RateLimit,
  route: PublicRoute,
  { incoming, locale }: { readonly incoming: Incoming; readonly locale: Locale },
): Promise<Answer> {
  const about = { requestId: incoming.requestId, locale };
  const wait = limit.take(`${route.path} ${incoming.address}`, route.perMinute ?? 120);
  if (wait > 0) return problemAnswer([rateLimited], about, { "retry-after": String(wait) });
  const facts = factsOf(incoming, locale);
  if ("refused" in facts) return facts.refused;
  const text = bodyText(incoming.raw, route.maxBytes ?? MAX_BODY_BYTES);
  if (!text.ok) return problemAnswer(text.problems, about);
  return toAnswer(await route.handle({ ...facts, address: incoming.address, text: text.value }), about);
}

async function serveMember(
  context: ApiContext,
  route: MemberRoute,
  { incoming, accepted }: { readonly incoming: Incoming; readonly accepted: Locale | null },
): Promise<Answer> {
  const caller = await authenticate(context.callers, {
    claims: claimsOf(incoming.context),
    authorization: incoming.header("authorization"),
  });
  const locale = accepted ?? caller?.user.locale ?? "zh-CN";
  const about = { requestId: incoming.requestId, locale };
  if (!caller) return unauthenticated(about);
  if (!mayUse(route, caller)) return problemAnswer([forbidden], about);
  if (incoming.header("x-explain") !== "1" || !isAdmin(caller)) {
    return serve(context, route, { incoming, caller, about });
  }
  const { value, spent } = await context.meter.measure(() =>
    serve(context, route, { incoming, caller, about }),
  );
  const consumed = `read=${spent.read}; write=${spent.write}`;
  return { ...value, headers: { ...value.headers, "x-consumed-capacity": consumed } };
}

/** Whether the route's declared access lets the caller in; the operation decides about objects and records. */
export function mayUse(route: MemberRoute, caller: Caller): boolean {
  return route.access === "member" || route.access.some((one) => caller.access.capabilities.has(one));
}

function isAdmin(caller: Caller): boolean {
  return caller.access.capabilities.has("metadata.manage");
}

interface Exchange {
  readonly incoming: Incoming;
  readonly caller: Caller;
  readonly about: AnswerAbout;
}

async function serve(
  context: ApiContext,
  route: MemberRoute,
  { incoming, caller, about }: Exchange,
): Promise<Answer> {
  const facts = factsOf(incoming, about.locale);
  if ("refused" in facts) return facts.refused;
  const body = readBody(route, incoming, about);
  if ("refused" in body) return body.refused;
  const work = async () => toAnswer(await route.handle({ ...facts, caller, body: body.value }), about);
  const key = incoming.header("idempotency-key");
  if (route.creates !== true || key === undefined) return work();
  const content = `${incoming.method} ${incoming.target}\n${incoming.raw.body}`;
  const owner = { workspace: caller.workspace, userId: caller.user.id };
  const once = await onceOnly(context, { ...owner, key, content }, work);
  return "problem" in once ? problemAnswer([once.problem], about, once.headers) : once;
}

function factsOf(incoming: Incoming, locale: Locale): RequestFacts | { readonly refused: Answer } {
  const query = new Map<string, string>();
  for (const [name, value] of incoming.search) {
    if (query.has(name)) {
      const about = { requestId: incoming.requestId, locale };
      return { refused: problemAnswer([duplicateParameter(name.slice(0, 80))], about) };
    }
    query.set(name, value);
  }
  const { requestId: id, parameters, header } = incoming;
  return { id, parameters, query, header, locale };
}

function readBody(
  route: MemberRoute,
  incoming: Incoming,
  about: AnswerAbout,
): { readonly value: unknown } | { readonly refused: Answer } {
  if (!route.describe.body) return { value: undefined };
  if (incoming.raw.body === "") return { refused: problemAnswer([emptyBody], about) };
  if (!isJson(incoming.header("content-type"))) return { refused: plainAnswer(notJson, about) };
  const read = readJson(incoming.raw, route.maxBytes ?? MAX_BODY_BYTES);
  return read.ok ? { value: read.value } : { refused: problemAnswer(read.problems, about) };
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(contentType ?? "");
}

const emptyBody = malformed("malformed_json", {
  "zh-CN": "此请求需要 JSON 内容。",
  en: "This request needs a JSON body.",
});
const notJson = {
  status: 415,
  code: "unsupported_media_type",
  detail: {
    "zh-CN": "请求内容须为 application/json。",
    en: "The body must be application/json.",
  },
};
