import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { seedDemo } from "#infra/local/demo.ts";
import { startLocal } from "#infra/local/start.ts";
import { resolveBrowser } from "./browser.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A data folder with the demo in it, of which each test file takes a copy; seeding it takes most of a first start. */
    readonly demo: { readonly folder: string; readonly password: string };
  }
}

const script = join(import.meta.dirname, "../../scripts/build.mjs");

/**
 * Before the first browser test, once: the studio is built when a source is newer, Chromium unpacked, the demo seeded.
 * Returns what clears up after the last.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await promisify(execFile)(process.execPath, [script, "--studio"], {
    env: { ...process.env, NODE_ENV: "production" },
  });
  await resolveBrowser();
  const folder = await mkdtemp(join(tmpdir(), "tessera-demo-"));
  const local = await startLocal({ seedDemo, dataDir: folder, port: 0 });
  await local.stop();
  project.provide("demo", { folder, password: local.newPassword ?? "" });
  return () => rm(folder, { recursive: true, force: true });
}
