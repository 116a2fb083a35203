import { existsSync, readFileSync, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { createHash } from "node:crypto";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
  ".map": "application/json; charset=utf-8",
};
const COMPRESSIBLE = /^(?:text\/|application\/json|image\/svg)/;
const SMALLEST_COMPRESSED = 1024;

interface CachedFile {
  readonly modified: number;
  readonly type: string;
  readonly etag: string;
  readonly bodies: Map<string, Promise<Buffer>>;
}

/** Answers GET and HEAD from a folder; unknown paths without an extension get `index.html`, because the studio routes them. */
export function staticFiles(
  folder: string,
  security: Readonly<Record<string, string>>,
): (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void> {
  const cache = new Map<string, CachedFile>();
  return async (request, response, path) => {
    const name = existing(folder, path);
    if (name === undefined) {
      const text = existsSync(join(folder, "index.html"))
        ? "Not found"
        : "The studio is not built: run npm run build";
      response.writeHead(404, { ...security, "content-type": "text/plain; charset=utf-8" }).end(text);
      return;
    }
    const file = load(cache, join(folder, name));
    const hashed = name.startsWith(`assets${sep}`);
    const headers: Record<string, string> = {
      ...security,
      "content-type": file.type,
      "cache-control": hashed ? "public, max-age=31536000, immutable" : "no-cache",
      etag: file.etag,
      vary: "accept-encoding",
    };
    if (request.headers["if-none-match"] === file.etag) {
      response.writeHead(304, headers).end();
      return;
    }
    const encoding = encodingFor(String(request.headers["accept-encoding"] ?? ""), file.type);
    const body = await bodyOf(file, join(folder, name), encoding);
    if (encoding !== "" && body.length > 0) headers["content-encoding"] = encoding;
    headers["content-length"] = String(body.length);
    response.writeHead(200, headers).end(request.method === "HEAD" ? undefined : body);
  };
}

function existing(folder: string, path: string): string | undefined {
  const relative = normalize(decoded(path)).replace(/^[/\\]+/, "");
  if (relative.split(sep).includes("..") || relative.includes("\0")) return undefined;
  if (relative !== "" && relative !== "." && isFile(join(folder, relative))) return relative;
  return extname(relative) === "" && isFile(join(folder, "index.html")) ? "index.html" : undefined;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return "/..";
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function load(cache: Map<string, CachedFile>, path: string): CachedFile {
  const modified = statSync(path).mtimeMs;
  const cached = cache.get(path);
  if (cached?.modified === modified) return cached;
  const bytes = readFileSync(path);
  const file = {
    modified,
    type: TYPES[extname(path)] ?? "application/octet-stream",
    etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`,
    bodies: new Map<string, Promise<Buffer>>(),
  };
  cache.set(path, file);
  return file;
}

function encodingFor(accepted: string, type: string): "br" | "gzip" | "" {
  if (!COMPRESSIBLE.test(type)) return "";
  if (/\bbr\b/.test(accepted)) return "br";
  return /\bgzip\b/.test(accepted) ? "gzip" : "";
}

function bodyOf(file: CachedFile, path: string, encoding: "br" | "gzip" | ""): Promise<Buffer> {
  const ready = file.bodies.get(encoding);
  if (ready) return ready;
  const made = compressed(path, encoding);
  if (encoding !== "") file.bodies.set(encoding, made);
  return made;
}

async function compressed(path: string, encoding: "br" | "gzip" | ""): Promise<Buffer> {
  const precompressed = `${path}.${encoding === "br" ? "br" : "gz"}`;
  if (encoding !== "" && existsSync(precompressed)) return readFileSync(precompressed);
  const bytes = readFileSync(path);
  if (encoding === "") return bytes;
  if (encoding === "gzip") return promisify(gzip)(bytes);
  const quality = bytes.length < SMALLEST_COMPRESSED ? 1 : 5;
  return promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
}
