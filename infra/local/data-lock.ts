import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readIfThere } from "./private-file.ts";

/** Thrown when another server runs on the same folder. */
export class DataInUseError extends Error {}

/**
 * Claims a data folder for this process; returns how to give it back. A claim whose process is gone, or whose process id
 * was given to another process since, does not count.
 */
export function lockData(dataDir: string): () => void {
  if (dataDir === ":memory:") return () => undefined;
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, "server.lock");
  const own = JSON.stringify({ pid: process.pid, started: startOf(process.pid) });
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, own, { flag: "wx" });
      return () => {
        if (readIfThere(file) === own) rmSync(file);
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = readHolder(file);
    if (holder && holder.started !== undefined && startOf(holder.pid) === holder.started) {
      throw new DataInUseError(
        `Another Tessera (process ${holder.pid}) is running on ${dataDir}. Stop it first, or set DATA_DIR.`,
      );
    }
    rmSync(file, { force: true });
  }
  throw new DataInUseError(`The folder ${dataDir} is being claimed by another process.`);
}

interface Holder {
  readonly pid: number;
  readonly started?: string;
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readIfThere(file) ?? "") as Holder;
  } catch {
    return undefined;
  }
}

/** Start of a living process: on Linux the kernel's own mark, elsewhere only that it lives; undefined when it does not. */
function startOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return undefined;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return "alive";
  }
}
