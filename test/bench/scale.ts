import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEngine } from "#infra/local/engine.ts";
import {
  apiOf,
  derived,
  grantOwn,
  load,
  OBJECT,
  publishObject,
  totalsBody,
  valuesOf,
  type Api,
} from "./crm-object.ts";
import { unitsOf } from "./crm-measures.ts";
import { removeData, startProduct } from "./product.ts";
import { timesOf } from "./rate.ts";
import { median, type Row } from "./row.ts";

/** Sizes that are measured; `BENCH_SIZES=1000,10000,100000,1000000` asks for others, a million takes hours. */
const SIZES = (process.env["BENCH_SIZES"] ?? "1000,10000,100000").split(",").map(Number);
const ROUNDS = 40;
const PAGE = 50;
const DEEP = 40;
/** Of every hundred records one belongs to the colleague who may see only their own. */
const SCOPED_EVERY = 100;

/** How cost and time of each kind of request grow with the records of one object. */
export async function run(): Promise<readonly Row[]> {
  // On disk: in memory the engine gets slower with each write (ADR 3, addendum).
  const folder = mkdtempSync(join(tmpdir(), "tessera-bench-engine-"));
  const engine = await startEngine({ dataDir: folder });
  const product = await startProduct({ env: { DYNAMODB_ENDPOINT: engine.endpoint } });
  try {
    const api = apiOf(product, await product.token("admin@acme.test"));
    const scoped = apiOf(product, await product.token("sales1@acme.test"));
    await publishObject(api);
    await grantOwn(api, "sales_rep");
    const measured: Measured[] = [];
    for (const [at, size] of SIZES.entries()) {
      const began = performance.now();
      const more = (number: number): object => (number % SCOPED_EVERY === 0 ? { owner: "acme-sales1" } : {});
      await load(api, { from: SIZES[at - 1] ?? 0, to: size, more });
      await derived(api, size);
      console.error(`  ${size} records after ${((performance.now() - began) / 1_000).toFixed(0)} s`);
      measured.push({ size, costs: await costsAt({ api, scoped }, size) });
    }
    printGrowth(measured);
    return growthRows(measured);
  } finally {
    await product.stop();
    removeData(product);
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Cost {
  readonly ms: number;
  readonly read: number;
  readonly write: number;
}

interface Measured {
  readonly size: number;
  readonly costs: Readonly<Record<string, Cost>>;
}

interface World {
  /** Of an administrator. */
  readonly api: Api;
  /** Of somebody who sees one record of a hundred. */
  readonly scoped: Api;
}

const list = {
  sort: [{ field: "amount", direction: "desc" }],
  limit: PAGE,
  fields: ["name", "stage", "amount"],
};
const filtered = { ...list, filter: { field: "stage", op: "eq", value: "met" } };
const query = `/objects/${OBJECT}/query`;

async function costsAt({ api, scoped }: World, size: number): Promise<Measured["costs"]> {
  const first = (await api(`POST ${query}`, filtered)).body as {
    readonly items: readonly { readonly id: string }[];
  };
  const id = first.items[0]?.id ?? "";
  const deep = await deepCursor(api);
  const requests: Readonly<Record<string, () => [Api, string, unknown?]>> = {
    "read by id": () => [api, `GET /objects/${OBJECT}/records/${id}`],
    "list of 50, filter and sort": () => [api, `POST ${query}`, filtered],
    [`page ${DEEP} of it`]: () => [api, `POST ${query}`, { ...filtered, cursor: deep }],
    "list of 50 of one's own (1 %)": () => [scoped, `POST ${query}`, list],
    "keyword search, one match": () => [api, `GET /search?q=${Math.floor(size * 0.7)}&object=${OBJECT}`],
    "keyword search, 云启": () => [api, `GET /search?q=${encodeURIComponent("云启")}&object=${OBJECT}`],
    "count and sum by stage": () => [api, `POST /objects/${OBJECT}/aggregate`, totalsBody],
    create: () => [api, `POST /objects/${OBJECT}/records`, { values: valuesOf(2_000_000 + size) }],
  };
  const costs: Record<string, Cost> = {};
  for (const [name, request] of Object.entries(requests)) {
    const rounds = name === "create" ? 1 : ROUNDS;
    const times = await timesOf(rounds, () => {
      const [as, route, body] = request();
      return as(route, body);
    });
    const [as, route, body] = request();
    // Units are told to administrators; others are told what their query spent.
    const spent = as === api ? await unitsOf(api, route, { body }) : await explained(as, route, body);
    costs[name] = { ms: median(times), ...spent };
  }
  return costs;
}

async function explained(api: Api, route: string, body: unknown): Promise<Omit<Cost, "ms">> {
  const { body: answer } = await api(route, { ...(body as object), explain: true });
  const { capacity } = (answer as { readonly explain: { readonly capacity: number } }).explain;
  return { read: capacity, write: 0 };
}

async function deepCursor(api: Api): Promise<string | null> {
  let cursor: string | null = null;
  for (let page = 1; page < DEEP; page += 1) {
    const next: string | null = (
      (await api(`POST ${query}`, { ...filtered, cursor })).body as { readonly cursor: string | null }
    ).cursor;
    // Fewer records than pages: the last page there is.
    if (next === null) return cursor;
    cursor = next;
  }
  return cursor;
}

function printGrowth(measured: readonly Measured[]): void {
  const sizes = measured.map(({ size }) => String(size));
  console.log(`| request | ${sizes.map((size) => `${size}: ms, RCU, WCU`).join(" | ")} |`);
  console.log(`|---|${sizes.map(() => "---").join("|")}|`);
  for (const name of Object.keys(measured[0]?.costs ?? {})) {
    const cells = measured.map(({ costs }) => {
      const { ms = 0, read = 0, write = 0 } = costs[name] ?? {};
      return `${ms.toFixed(1)}, ${read}, ${write}`;
    });
    console.log(`| ${name} | ${cells.join(" | ")} |`);
  }
}

const MOST_GROWTH = 1.5;
/** Sizes below this answer small objects from one read of everything. */
const SMALL = 10_000;

/** Read units at the largest size over those at the first that is not small. */
function growthRows(measured: readonly Measured[]): readonly Row[] {
  const from = measured.find(({ size }) => size >= SMALL) ?? measured[0];
  const to = measured.at(-1);
  if (!from || !to) return [];
  return Object.entries(to.costs).map(([name, cost]): Row => {
    const [before, after] = [unitsIn(from.costs[name]), unitsIn(cost)];
    return {
      measure: `${name}: units at ${to.size} ÷ at ${from.size}`,
      measured: `${after} ÷ ${before}`,
      value: before === 0 ? 1 : after / before,
      target: MOST_GROWTH,
      goal: "atMost",
    };
  });
}

function unitsIn(cost: Cost | undefined): number {
  return (cost?.read ?? 0) + (cost?.write ?? 0);
}
