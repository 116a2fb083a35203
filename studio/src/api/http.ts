import type { Json } from "#engine";
import { ApiError, errorOf } from "./api-error.ts";
import { accessToken, renewToken } from "./session.ts";

export interface Ask {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number | boolean | null | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  /** Quoted, as the server sent it; null when it sent none. */
  readonly etag: string | null;
}

/** One call to the API below `/api/v1`; an answer that is not 2xx or 304 becomes an `ApiError`. */
export async function call<Body = Json>(path: string, ask: Ask = {}): Promise<Answer<Body>> {
  const response = await sendSignedIn(path, ask);
  if (!response.ok && response.status !== 304) throw await errorOf(response);
  const hasBody = response.status !== 204 && response.status !== 304;
  return {
    status: response.status,
    body: (hasBody ? await bodyOf(response) : null) as Body,
    etag: response.headers.get("etag"),
  };
}

/** The body of `GET path`. */
export async function get<Body>(path: string, query: Ask["query"] = {}, signal?: AbortSignal): Promise<Body> {
  return (await call<Body>(path, { query, ...(signal ? { signal } : {}) })).body;
}

/** The body of the answer to `POST path`; a repeated send of the same call is done once. */
export async function post<Body>(path: string, body: unknown = {}, ask: Ask = {}): Promise<Body> {
  return (await call<Body>(path, { ...ask, method: "POST", body })).body;
}

/** A key under which the server does a creating call once, however often it is sent. */
export function idempotencyKey(): Record<string, string> {
  return { "Idempotency-Key": crypto.randomUUID() };
}

async function sendSignedIn(path: string, ask: Ask): Promise<Response> {
  const first = await send(path, ask, await accessToken());
  if (first.status !== 401) return first;
  const renewed = await renewToken();
  return renewed === null ? first : send(path, ask, renewed);
}

async function send(path: string, ask: Ask, token: string): Promise<Response> {
  try {
    return await fetch(urlOf(path, ask.query), {
      method: ask.method ?? "GET",
      headers: headersOf(ask, token),
      ...(ask.body === undefined ? {} : { body: JSON.stringify(ask.body) }),
      ...(ask.signal ? { signal: ask.signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError({ status: 0, code: "offline", message: String(error) });
  }
}

function urlOf(path: string, query: Ask["query"] = {}): URL {
  const url = new URL(`/api/v1${path}`, location.origin);
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

function headersOf(ask: Ask, token: string): Headers {
  const headers = new Headers({ ...ask.headers, authorization: `Bearer ${token}` });
  headers.set("accept-language", document.documentElement.lang);
  if (ask.body !== undefined) headers.set("content-type", "application/json");
  return headers;
}

async function bodyOf(response: Response): Promise<unknown> {
  const type = response.headers.get("content-type") ?? "";
  return type.includes("json") ? response.json() : response.text();
}
