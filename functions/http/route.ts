import type { Capability, JsonSchema, Locale, LocalizedText, Problem } from "#engine";
import type { Caller } from "../operations/access/caller.ts";

/** What a handler knows of a request, whoever asks. */
export interface RequestFacts {
  /** The gateway's id of the request; returned as `X-Request-Id`. */
  readonly id: string;
  /** Decoded values of the `{name}` parts of the path. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Query parameters; each was given at most once. */
  readonly query: ReadonlyMap<string, string>;
  /** Value of a header, by its lower-case name. */
  readonly header: (name: string) => string | undefined;
  /** Language of the answer's texts. */
  readonly locale: Locale;
}

export interface ApiRequest extends RequestFacts {
  readonly caller: Caller;
  /** Parsed JSON; undefined when the route takes no body or none was sent. */
  readonly body: unknown;
}

export interface PublicRequest extends RequestFacts {
  /** Trusted source address of the gateway. */
  readonly address: string;
  /** The body as it was sent. */
  readonly text: string;
}

/** What a handler answers; `problems` become one RFC 9457 document. */
export type ApiAnswer =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** JSON; absent: no body. */
      readonly body?: unknown;
      /** A body that is no JSON; `content` is base64 when `binary`. */
      readonly content?: { readonly type: string; readonly content: string; readonly binary?: boolean };
    }
  | { readonly problems: readonly Problem[] };

/** Describes a route in the OpenAPI document. */
export interface RouteDescription {
  readonly summary: LocalizedText;
  /** Groups routes, for example `records`. */
  readonly tag: string;
  readonly query?: readonly {
    readonly name: string;
    readonly schema: JsonSchema;
    readonly required?: boolean;
  }[];
  /** Request body; routes with a body take JSON unless public. */
  readonly body?: JsonSchema;
  /** Body of the good answer; absent: none. */
  readonly answer?: JsonSchema;
  /** A line of the good answer as `application/x-ndjson`, for those who accept that; absent: it is never given so. */
  readonly lines?: JsonSchema;
  /** Status of the good answer; default 200. */
  readonly status?: number;
  /** Bodies of other good answers by status, for example 202 when a job goes on with it; `{}`: none. */
  readonly other?: Readonly<Record<number, JsonSchema>>;
}

interface RouteBase {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `/objects/{object}/records/{id}:restore`; `{name}` is one segment without `:`. Without the prefix of the API. */
  readonly path: string;
  readonly describe: RouteDescription;
  /** Largest body in bytes; default 1 MiB. */
  readonly maxBytes?: number;
}

/** A route below `/api/v1` for people who signed in. */
export interface MemberRoute extends RouteBase {
  /** `member`: anyone active in the workspace, the operation decides the rest; else a capability, one of which is needed. */
  readonly access: "member" | readonly [Capability, ...Capability[]];
  /** A POST that makes something: honours `Idempotency-Key`. */
  readonly creates?: boolean;
  /** The route reads `If-Match`; absent: it does not. */
  readonly ifMatch?: "required" | "optional";
  handle(request: ApiRequest): Promise<ApiAnswer>;
}

/** A route that answers without a token, limited per source address. Its path stands alone, not below `/api/v1`. */
export interface PublicRoute extends RouteBase {
  readonly access: "public";
  /** Requests per minute and address; default 120. */
  readonly perMinute?: number;
  handle(request: PublicRequest): Promise<ApiAnswer>;
}

export type Route = MemberRoute | PublicRoute;

/** Where route files put their routes. */
export interface RouteTable {
  add(route: Route): void;
  /** Every route there is, once all route files have run. */
  readonly routes: readonly Route[];
}

/** Keeps the handler's request type apart by `access`. */
export function isPublic(route: Route): route is PublicRoute {
  return route.access === "public";
}

/** Prefix of every route that is not public. */
export const API_PREFIX = "/api/v1";

/** The whole path of a route, `{name}` notation. */
export function fullPath(route: Route): string {
  return isPublic(route) ? route.path : API_PREFIX + route.path;
}

/** 200 with a JSON body. */
export function ok(body: unknown, headers?: Readonly<Record<string, string>>): ApiAnswer {
  return { status: 200, body, ...(headers ? { headers } : {}) };
}

/** 204. */
export const noContent: ApiAnswer = { status: 204 };

/** The problems as the answer. */
export function refused(...problems: readonly Problem[]): ApiAnswer {
  return { problems };
}
