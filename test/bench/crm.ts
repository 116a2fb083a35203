import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEngine } from "#infra/local/engine.ts";
import { measureFields, measureLists, measureRecords, measureUnits, type World } from "./crm-measures.ts";
import { apiOf, derived, loadChunk, publishObject, type Api } from "./crm-object.ts";
import { openRaw, type Raw } from "./crm-raw.ts";
import { printTable } from "./crm-table.ts";
import { removeData, residentMb, startProduct } from "./product.ts";
import type { Row } from "./row.ts";

/** Records loaded before anything is measured. */
const RECORDS = Number(process.env["BENCH_RECORDS"] ?? 20_000);
const CHUNK = 1_000;
const CLIENTS = 16;

/** The table of the issue “Records at scale”: an object of ten fields, everything through the API, floors in the same run. */
export async function run(): Promise<readonly Row[]> {
  // On disk: in memory the engine gets slower with each write, which would flatter the ratios (ADR 3, addendum).
  const folder = mkdtempSync(join(tmpdir(), "tessera-bench-engine-"));
  const engine = await startEngine({ dataDir: folder });
  const product = await startProduct({ env: { DYNAMODB_ENDPOINT: engine.endpoint } });
  try {
    const api = apiOf(product, await product.token("admin@acme.test"));
    const raw = openRaw(engine.endpoint, `acme#R#${await publishObject(api)}#0`);
    const loaded = await loadBoth(api, raw);
    console.error(
      `  loaded; counters and search up to date ${((await derived(api, RECORDS)) / 1_000).toFixed(1)} s later`,
    );
    const world: World = { api, raw, ids: loaded.ids, clients: CLIENTS };
    const rows = [
      ...(await measureRecords(world)),
      ...(await measureLists(world)),
      loaded.row,
      ...(await measureFields(world)),
      ...(await measureUnits(world)),
      memoryRow(residentMb(product.pid)),
    ];
    raw.close();
    printTable(rows);
    return rows;
  } finally {
    await product.stop();
    removeData(product);
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Loads through the bulk route and, in turns, as many of the same items directly. */
async function loadBoth(api: Api, raw: Raw): Promise<{ readonly ids: readonly string[]; readonly row: Row }> {
  const ids: string[] = [];
  const ms = { product: 0, raw: 0 };
  for (let at = 0; at < RECORDS; at += CHUNK) {
    const began = performance.now();
    ids.push(...(await loadChunk(api, { from: at, to: Math.min(RECORDS, at + CHUNK) })));
    const loaded = performance.now();
    ms.product += loaded - began;
    const like = await raw.get(ids.at(-1) ?? "");
    const from = performance.now();
    await inLanes(CHUNK, (number) => raw.create(like, at + number));
    ms.raw += performance.now() - from;
  }
  const perSecond = (spent: number): number => Math.round(RECORDS / (spent / 1_000));
  const [product, floor] = [perSecond(ms.product), perSecond(ms.raw)];
  const row: Row = {
    measure: "bulk load ÷ raw writes of the same items",
    measured: `${product} per s ÷ ${floor} per s`,
    value: product / floor,
    target: 0.7,
    goal: "atLeast",
  };
  return { ids, row };
}

async function inLanes(count: number, action: (number: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let number = next++; number < count; number = next++) await action(number);
  };
  await Promise.all(Array.from({ length: CLIENTS }, lane));
}

function memoryRow(megabytes: number): Row {
  const measured = `${megabytes.toFixed(0)} MB`;
  return {
    measure: "memory of the server after it",
    measured,
    value: megabytes,
    target: 250,
    goal: "atMost",
  };
}
