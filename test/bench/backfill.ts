import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { pageReader, planQuery, type ObjectModel } from "#engine";
import { openTable, type Table } from "#functions/adapters/dynamodb/client.ts";
import { createBackfillStore } from "#functions/adapters/dynamodb/backfill-store.ts";
import { encodeRecord } from "#functions/adapters/dynamodb/codec.ts";
import { workspaceKey } from "#functions/adapters/dynamodb/keys.ts";
import { createRecordStore } from "#functions/adapters/dynamodb/record-store.ts";
import { adapt, firstThrottle, restAfter } from "#functions/operations/jobs/throttle.ts";
import { startEngine } from "#infra/local/engine.ts";
import { createTable, loopbackClient } from "#infra/local/table.ts";
import { table as spec } from "#infra/topology.ts";
import { deal, dealModel } from "#test/builders/query.ts";
import { aRecord, aWrite, valuesOf } from "#test/builders/record.ts";
import type { Row } from "./row.ts";

const WORKSPACE = "bench";
const RECORDS = 4_000;
const CHUNK = 200;
const READS = 150;

/** An index build over records that lack its key: records per second, and what people who read meanwhile feel. */
export async function run(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "tessera-bench-backfill-"));
  const engine = await startEngine({ dataDir: folder });
  await createTable(engine.endpoint, spec);
  const table = openTable({ name: spec.name, ...loopbackClient(engine.endpoint) });
  try {
    const floor = await fill(table);
    const idle = await readTimes(table, () => true);
    const alone = await build(table, withSlot("w5"), 1);
    let working = true;
    const throttled = build(table, withSlot("w6"), null).finally(() => (working = false));
    const busy = await readTimes(table, () => working);
    await throttled;
    return [rateRow(alone), floorRow(alone, floor), readRow(idle, busy)];
  } finally {
    table.client.destroy();
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The object with one more index, by score, in a slot that no record has. */
function withSlot(slot: string): ObjectModel {
  const score = deal.byName.get("score")?.id ?? "";
  const index = {
    id: `${slot}zz`,
    generation: "zz",
    slot,
    equal: [],
    sort: score,
    state: "building" as const,
  };
  return { ...deal, indexes: [...deal.indexes.filter((one) => one.slot !== slot), index] };
}

/** Stores the records without the index's key; answers how many a second: what the engine can take at all. */
async function fill(table: Table): Promise<number> {
  const items = Array.from({ length: RECORDS }, (_, at) => {
    const values = valuesOf(deal, { name: `云启 ${at}`, stage: "new", score: at % 97, city: "上海" });
    const record = aRecord(deal, { id: `01J${String(at).padStart(23, "0")}`, values });
    return encodeRecord(workspaceKey(WORKSPACE), aWrite(deal, record, { slotKeys: {} }));
  });
  const from = performance.now();
  for (let at = 0; at < items.length; at += 25) {
    const batch = items.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }));
    await table.client.send(new BatchWriteCommand({ RequestItems: { [table.name]: batch } }));
  }
  return RECORDS / ((performance.now() - from) / 1000);
}

/** Records per second; share null: as the throttle decides. */
async function build(table: Table, object: ObjectModel, share: number | null): Promise<number> {
  const store = createBackfillStore(table);
  let throttle = firstThrottle;
  let after: string | null = null;
  const from = performance.now();
  do {
    const began = performance.now();
    const page = await store.page(WORKSPACE, object, { after, limit: CHUNK });
    const [, busyMs] = await Promise.all([
      store.rewrite(WORKSPACE, object, { items: page.items, drop: new Set() }),
      probe(table),
    ]);
    after = page.after;
    const pause = restAfter(performance.now() - began, share ?? throttle.share);
    if (pause >= 1) await new Promise((resolve) => setTimeout(resolve, pause));
    if (share === null) throttle = adapt(throttle, { quietMs: await probe(table), busyMs });
  } while (after !== null);
  return RECORDS / ((performance.now() - from) / 1000);
}

async function probe(table: Table): Promise<number> {
  const from = performance.now();
  await createRecordStore(table, models).get(WORKSPACE, deal, "01J00000000000000000000000");
  return performance.now() - from;
}

const models = { current: () => Promise.resolve(dealModel) };

/** Milliseconds of lists of fifty, one after another. */
async function readTimes(table: Table, goesOn: () => boolean): Promise<readonly number[]> {
  const store = createRecordStore(table, models);
  const planned = planQuery({
    object: deal,
    filter: null,
    sort: [],
    limit: 50,
    columns: null,
    scope: { kind: "all" },
  });
  if (!planned.ok) throw new Error("the list cannot be planned");
  const request = {
    object: deal,
    plan: planned.value,
    limit: 50,
    position: null,
    reader: pageReader(deal, []),
  };
  const times: number[] = [];
  while (times.length < READS && goesOn()) {
    const from = performance.now();
    await store.query(WORKSPACE, request);
    times.push(performance.now() - from);
  }
  return times;
}

function percentile95(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? 0;
}

function rateRow(rate: number): Row {
  return {
    measure: "backfill: records a second, index build on the embedded engine",
    measured: `${rate.toFixed(0)} records/s`,
    value: rate,
    target: 2_000,
    goal: "atLeast",
  };
}

/** A conditional rewrite reads, checks and writes; a raw write only writes. */
function floorRow(rate: number, floor: number): Row {
  return {
    measure: "backfill: rate ÷ unconditional batch writes in the same run",
    measured: `${rate.toFixed(0)} ÷ ${floor.toFixed(0)} records/s`,
    value: rate / floor,
    target: 0.5,
    goal: "atLeast",
  };
}

function readRow(idle: readonly number[], busy: readonly number[]): Row {
  const [quiet, during] = [percentile95(idle), percentile95(busy)];
  return {
    measure: "backfill: p95 of lists meanwhile ÷ p95 idle",
    measured: `${during.toFixed(1)} ms ÷ ${quiet.toFixed(1)} ms`,
    value: during / quiet,
    target: 1.5,
    goal: "atMost",
  };
}
