import { spawnSync } from "node:child_process";
import type { EngineKind } from "#infra/local/engine.ts";

/** The engines that run here: the embedded one, and AWS's own where Java 17 is there. */
export const engineKinds: readonly EngineKind[] = hasJava() ? ["native", "java"] : ["native"];

function hasJava(): boolean {
  const { stderr, status } = spawnSync("java", ["-version"], { encoding: "utf8" });
  const major = Number(/version "(\d+)/.exec(stderr ?? "")?.[1] ?? 0);
  return status === 0 && major >= 17;
}
