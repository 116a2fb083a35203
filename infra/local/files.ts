import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { listen } from "./listen.ts";
import type { ObjectStore } from "./object-store.ts";
import { signatureFault } from "./signed-request.ts";

export interface FilesParts {
  readonly objects: ObjectStore;
  /** Time that the lifetime of addresses is held against. */
  readonly now: () => Date;
  /** Origin of the pages that may call from a browser. */
  readonly allowedOrigin: string;
  /** Secret that requests are signed with. */
  readonly secret: string;
  readonly onError: (error: unknown) => void;
}

/** Name of the laptop's bucket. */
export const LOCAL_BUCKET = "tessera-files";
const MOST_BYTES = 110 * 1024 * 1024;

/** What a browser is told about any content from here: it is data, whatever it looks like. */
const INERT = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "sandbox; default-src 'none'",
  "referrer-policy": "no-referrer",
};

/** The S3 endpoint of the laptop, an origin of its own: path style, signed requests only, one bucket. */
export async function startFiles(
  parts: FilesParts,
): Promise<{ readonly endpoint: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    answer(parts, request, response).catch((error: unknown) => {
      parts.onError(error);
      if (response.headersSent) response.destroy();
      else fail(response, 500, "InternalError");
    });
  });
  return { endpoint: await listen(server, 0), server };
}

async function answer(parts: FilesParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries({ ...INERT, ...crossOrigin(parts, request) }))
    response.setHeader(name, value);
  if (request.method === "OPTIONS") return void response.writeHead(200).end();
  const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "localhost"}`);
  const header = (name: string): string | undefined => {
    const value = request.headers[name];
    return typeof value === "string" ? value : undefined;
  };
  const method = request.method ?? "GET";
  const fault = signatureFault({ method, url, header }, { secret: parts.secret, now: parts.now() });
  if (fault !== null) return refuse(request, response, { code: fault, status: 403 });
  const [bucket, ...path] = url.pathname.slice(1).split("/");
  if (bucket !== LOCAL_BUCKET) return refuse(request, response, { code: "NoSuchBucket", status: 404 });
  const key = path.map(decodeURIComponent).join("/");
  const action = Object.hasOwn(actions, method) ? actions[method] : undefined;
  if (!action) return refuse(request, response, { code: "MethodNotAllowed", status: 405 });
  await action({ objects: parts.objects, key, url, request, response });
}

interface Exchange {
  readonly objects: ObjectStore;
  readonly key: string;
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

const actions: Readonly<Record<string, (exchange: Exchange) => Promise<void> | void>> = {
  PUT: put,
  GET: get,
  HEAD: get,
  DELETE({ objects, key, response }) {
    objects.remove(key);
    response.writeHead(204).end();
  },
};

async function put({ objects, key, request, response }: Exchange): Promise<void> {
  const announced = Number(request.headers["content-length"] ?? Number.NaN);
  if (!Number.isSafeInteger(announced))
    return refuse(request, response, { code: "MissingContentLength", status: 411 });
  if (announced > MOST_BYTES) return refuse(request, response, { code: "EntityTooLarge", status: 400 });
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const content = Buffer.concat(chunks);
  if (content.length !== announced) return fail(response, 400, "IncompleteBody");
  if (request.headers["if-none-match"] === "*" && objects.get(key))
    return fail(response, 412, "PreconditionFailed");
  const { etag } = objects.put(key, content, request.headers["content-type"] ?? "binary/octet-stream");
  response.writeHead(200, { etag }).end();
}

function get({ objects, key, url, request, response }: Exchange): void {
  const stored = objects.get(key);
  if (!stored) return fail(response, 404, "NoSuchKey");
  const whole = objects.content(key);
  const range = rangeOf(request.headers.range, whole.length);
  if (range === "unsatisfiable") return fail(response, 416, "InvalidRange");
  const content = range ? whole.subarray(range.from, range.to + 1) : whole;
  response.writeHead(range ? 206 : 200, {
    etag: stored.etag,
    "content-length": content.length,
    "content-type": url.searchParams.get("response-content-type") ?? stored.type,
    ...overridden(url, "content-disposition"),
    ...overridden(url, "cache-control"),
    ...(range ? { "content-range": `bytes ${range.from}-${range.to}/${whole.length}` } : {}),
  });
  response.end(request.method === "HEAD" ? undefined : content);
}

function overridden(url: URL, name: string): Record<string, string> {
  const value = url.searchParams.get(`response-${name}`);
  return value === null ? {} : { [name]: value };
}

function rangeOf(
  header: string | undefined,
  size: number,
): { readonly from: number; readonly to: number } | "unsatisfiable" | null {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === undefined) return null;
  const from = Number(first);
  if (from >= size) return "unsatisfiable";
  return { from, to: last === undefined || last === "" ? size - 1 : Math.min(Number(last), size - 1) };
}

function crossOrigin({ allowedOrigin }: FilesParts, request: IncomingMessage): Record<string, string> {
  if (request.headers.origin !== allowedOrigin) return {};
  return {
    "access-control-allow-origin": allowedOrigin,
    "access-control-allow-methods": "GET, PUT",
    "access-control-allow-headers": "content-type, if-none-match",
    "access-control-max-age": "600",
    vary: "origin",
  };
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { code, status }: { readonly code: string; readonly status: number },
): void {
  request.resume();
  fail(response, status, code);
}

function fail(response: ServerResponse, status: number, code: string): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`;
  response.writeHead(status, { "content-type": "application/xml" }).end(body);
}
