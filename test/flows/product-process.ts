import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { tokenFor } from "#infra/local/token.ts";
import { bearer, type Call } from "./automation-world.ts";

const root = join(import.meta.dirname, "../..");

/** The product in a process of its own. */
export interface Product {
  readonly origin: string;
  /** Calls the API as a demo user. */
  as(email: string): Promise<Call>;
  /** Ends the process as a power cut would; resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends it as Ctrl-C would. */
  stop(): Promise<void>;
}

/** Starts the product on a data folder; throws with what it said when it does not come up. */
export async function startProduct(dataDir: string): Promise<Product> {
  const child = spawn(process.execPath, ["--import", "tsx", "test/flows/product-main.ts"], {
    cwd: root,
    env: { ...process.env, PORT: "0", DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const origin = await readyAt(child);
  const end = async (signal: "SIGKILL" | "SIGINT"): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill(signal);
    await gone;
  };
  return {
    origin,
    as: async (email) => {
      const result = await tokenFor(email, dataDir);
      if (!("token" in result)) throw new Error(result.problem);
      return bearer(origin, result.token);
    },
    kill: () => end("SIGKILL"),
    stop: () => end("SIGINT"),
  };
}

function readyAt(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const hear = (line: string): void => {
      said = `${said}${line}\n`.slice(-4000);
      const origin = /is ready at (http:\/\/\S+)/.exec(line)?.[1];
      if (origin !== undefined) resolve(origin);
    };
    for (const stream of [child.stdout, child.stderr])
      if (stream) createInterface({ input: stream }).on("line", hear);
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`the product did not start: ${said}`)));
  });
}
