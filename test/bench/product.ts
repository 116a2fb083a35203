import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { Agent, request, type IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** The built product in a process of its own, as `npm start` runs it after its checks. */
export interface Product {
  readonly origin: string;
  readonly pid: number;
  readonly dataDir: string;
  /** Milliseconds from the start of the process to its ready line. */
  readonly readyMs: number;
  token(email: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startProduct(options: {
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<Product> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "tessera-bench-"));
  const env = { ...process.env, ...options.env, PORT: "0", DATA_DIR: dataDir };
  const started = performance.now();
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: repository,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const origin = await readyLine(child);
  return {
    origin,
    pid: child.pid ?? 0,
    dataDir,
    readyMs: performance.now() - started,
    token: (email) => output(["scripts/token.mjs", email], env),
    stop: () => stopped(child),
  };
}

export function removeData(product: Product): void {
  rmSync(product.dataDir, { recursive: true, force: true });
}

function readyLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const match = /Tessera is ready at (\S+)/.exec(text);
      if (match?.[1]) resolve(match[1]);
    });
    child.once("exit", (code) => reject(new Error(`the product ended with ${code}: ${text}`)));
  });
}

function output(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: repository,
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.once("exit", (code) =>
      code === 0 ? resolve(text.trim()) : reject(new Error(`exit code ${code}`)),
    );
  });
}

function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGINT");
  });
}

/** Resident memory of a process and everything below it, in MB (Linux `/proc`). */
export function residentMb(root: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const parent = /^PPid:\s+(\d+)/m.exec(statusOf(name))?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isBelow = (pid: number): boolean => pid === root || (pid > 1 && isBelow(parents.get(pid) ?? 0));
  const kilobytes = [...parents.keys()]
    .filter(isBelow)
    .map((pid) => Number(/^VmRSS:\s+(\d+)/m.exec(statusOf(String(pid)))?.[1] ?? 0));
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
}

function statusOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
}

const agent = new Agent({ keepAlive: true });

/** One API call over a connection that stays open; resolves with the parsed answer, rejects on an error status. */
export function call(
  product: { readonly origin: string },
  given: {
    readonly token: string;
    readonly method: string;
    readonly path: string;
    readonly body?: unknown;
    /** Sent with the usual ones. */
    readonly headers?: Readonly<Record<string, string>>;
    /** Told the headers of the answer. */
    readonly onHeaders?: (headers: IncomingHttpHeaders) => void;
  },
): Promise<unknown> {
  const body = given.body === undefined ? undefined : JSON.stringify(given.body);
  const headers = {
    ...given.headers,
    authorization: `Bearer ${given.token}`,
    ...(body === undefined
      ? {}
      : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(
      `${product.origin}/api/v1${given.path}`,
      { method: given.method, agent, headers },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          if ((answer.statusCode ?? 500) >= 400)
            reject(new Error(`${given.path}: ${answer.statusCode} ${text}`));
          else {
            given.onHeaders?.(answer.headers);
            resolve(text === "" ? null : JSON.parse(text));
          }
        });
      },
    );
    sent.once("error", reject);
    sent.end(body);
  });
}
