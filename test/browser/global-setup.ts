import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { resolveBrowser } from "./browser.ts";

const script = join(import.meta.dirname, "../../scripts/build.mjs");

/** Before the first browser test: the studio is built when a source is newer, and Chromium is unpacked, once. */
export async function setup(): Promise<void> {
  await promisify(execFile)(process.execPath, [script, "--studio"], {
    env: { ...process.env, NODE_ENV: "production" },
  });
  await resolveBrowser();
}
