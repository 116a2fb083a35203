import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEngine } from "#infra/local/engine.ts";
import { call, removeData, startProduct } from "./product.ts";
import { median, type Row } from "./row.ts";

const ROUNDS = 15;
const WARM_UP = 3;
const READS = 200;
const RECORDS = 200;

type Api = (method: string, path: string, body?: unknown) => Promise<unknown>;

/** A publish of one more field through the API, in the demo workspace with an object that has records; and reading metadata. */
export async function run(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "tessera-bench-engine-"));
  const engine = await startEngine({ dataDir: folder });
  const product = await startProduct({ env: { DYNAMODB_ENDPOINT: engine.endpoint } });
  try {
    const token = await product.token("admin@acme.test");
    const api: Api = (method, path, body) => call(product, { token, method, path, body });
    await prepared(api);
    const publishes = await publishTimes(api);
    return [publishRow(publishes), readRow(await times(READS, () => api("GET", "/metadata")))];
  } finally {
    await product.stop();
    removeData(product);
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const label = (text: string) => ({ "zh-CN": text, en: text });
const field = (apiName: string) => ({ apiName, type: "text", label: label(apiName) });
const bodyWith = (extra: number) => ({
  ...{ apiName: "sample", label: label("Sample"), pluralLabel: label("Samples"), nameField: "name" },
  fields: [field("name"), ...Array.from({ length: extra }, (_, at) => field(`extra_${at}`))],
});

async function prepared(api: Api): Promise<void> {
  await api("PUT", "/metadata/draft/object/sample", bodyWith(0));
  await published(api);
  const operations = Array.from({ length: RECORDS }, (_, at) => ({
    op: "create",
    values: { name: `Sample ${at}` },
  }));
  await api("POST", "/objects/sample/bulk", { operations });
}

/** Milliseconds of plan and publish, each with one field more than the last. */
async function publishTimes(api: Api): Promise<{ readonly plan: number[]; readonly publish: number[] }> {
  const result = { plan: [] as number[], publish: [] as number[] };
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    await api("PUT", "/metadata/draft/object/sample", bodyWith(round + 1));
    const { planMs, publishMs } = await published(api);
    if (round < WARM_UP) continue;
    result.plan.push(planMs);
    result.publish.push(publishMs);
  }
  return result;
}

async function published(api: Api): Promise<{ readonly planMs: number; readonly publishMs: number }> {
  const began = performance.now();
  const plan = (await api("POST", "/metadata/plan", {})) as { readonly id: string };
  const seen = performance.now();
  await api("POST", "/metadata/publish", { plan: plan.id });
  return { planMs: seen - began, publishMs: performance.now() - seen };
}

async function times(rounds: number, action: () => Promise<unknown>): Promise<readonly number[]> {
  const result: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    await action();
    result.push(performance.now() - from);
  }
  return result;
}

function publishRow({ plan, publish }: { readonly plan: number[]; readonly publish: number[] }): Row {
  return {
    measure: "publish of one field more through the API, p50, milliseconds",
    measured: `${median(publish).toFixed(1)} ms (its plan before: ${median(plan).toFixed(1)} ms)`,
    value: median(publish),
    target: 300,
    goal: "atMost",
  };
}

function readRow(reads: readonly number[]): Row {
  return {
    measure: "all metadata of the demo workspace read through the API, unchanged, p50, milliseconds",
    measured: `${median(reads).toFixed(1)} ms`,
    value: median(reads),
    target: 20,
    goal: "atMost",
  };
}
