import { execFileSync } from "node:child_process";
import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { median, type Row } from "./row.ts";

const bundle = new URL("../../.build/lambda/api/index.mjs", import.meta.url);
const RUNS = 9;

/** Size of the API function's bundle, and the CPU time its import takes in a fresh process, less that of an empty module. */
export async function run(): Promise<readonly Row[]> {
  const kilobytes = (await stat(bundle)).size / 1000;
  const cpu = median(Array.from({ length: RUNS }, () => importCpu(bundle.href)));
  const empty = median(Array.from({ length: RUNS }, () => importCpu("data:text/javascript,")));
  return [
    {
      measure: "API Lambda bundle, minified",
      measured: `${kilobytes.toFixed(1)} kB`,
      value: kilobytes,
      target: 450,
      goal: "atMost",
    },
    {
      measure: "API Lambda bundle, CPU of its import",
      measured: `${cpu.toFixed(1)} ms (an empty module: ${empty.toFixed(1)} ms)`,
      value: cpu,
      target: 80,
      goal: "atMost",
    },
  ];
}

function importCpu(specifier: string): number {
  const script = `const before = process.cpuUsage();
    await import(${JSON.stringify(specifier)});
    const used = process.cpuUsage(before);
    console.log((used.user + used.system) / 1000);
    process.exit(0);`;
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    env: { ...process.env, ...lambdaEnvironment },
  });
  return Number(output.trim());
}

const lambdaEnvironment = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  TABLE_NAME: "tessera",
  CIPHER_KEY_ID: "bench",
  SIGNING_SECRET: "bench-bench-bench-bench-bench-bench-bench-bench",
  PUBLIC_ORIGIN: "http://127.0.0.1:4000",
};
