import {
  extraField,
  keywordOf,
  OBJECT,
  objectBody,
  publish,
  totalsBody,
  valuesOf,
  type Api,
} from "./crm-object.ts";
import type { Raw } from "./crm-raw.ts";
import { rateOf, timesOf } from "./rate.ts";
import { median, paired, type Row } from "./row.ts";

export interface World {
  readonly api: Api;
  readonly raw: Raw;
  /** Records loaded, in the order of their numbers. */
  readonly ids: readonly string[];
  readonly clients: number;
}

const ROUNDS = 300;
const WARM_UP = 60;
const SECONDS = 4;
const PAGE = 50;
const DEEP = 100;
/** Records that a measure makes have numbers behind the loaded ones. */
const NEW = 1_000_000;

/** Overwrites whatever is stored. */
const anyVersion = { "if-match": "*" };
const records = `/objects/${OBJECT}/records`;

/** Read, create and update of single records. */
export async function measureRecords(world: World): Promise<readonly Row[]> {
  const { api, raw, ids } = world;
  const idAt = (at: number): string => ids[(at * 7919) % ids.length] ?? "";
  const like = await raw.get(idAt(1));
  let made = 0;
  return [
    ...(await compared(world, {
      name: "read by id",
      subject: (at) => api(`GET ${records}/${idAt(at)}`),
      floor: (at) => raw.get(idAt(at + 1)),
      targets: { ratio: 3, ms: 2.5, perSecond: 600 },
    })),
    ...(await compared(world, {
      name: "create",
      subject: () => api(`POST ${records}`, { values: valuesOf(NEW + made++) }),
      floor: () => raw.create(like, NEW + made++),
      targets: { ratio: 2.5, ms: 4.5, perSecond: 500 },
    })),
    ...(await compared(world, {
      name: "update",
      // A value the record has not had, so that each of them writes.
      subject: (at) => api(`PATCH ${records}/${idAt(at)}`, { values: { score: 1_000 + made++ } }, anyVersion),
      floor: (at) => raw.update(idAt(at + ROUNDS), at),
      targets: { ratio: 2, ms: 4, perSecond: 450 },
    })),
  ];
}

const listBody = {
  filter: { field: "stage", op: "eq", value: "met" },
  sort: [{ field: "amount", direction: "desc" }],
  fields: ["name", "stage", "amount", "close_date", "city"],
  limit: PAGE,
};

interface Listed {
  readonly items: readonly { readonly id: string }[];
  readonly cursor: string | null;
  readonly explain?: { readonly source?: string; readonly plan?: { readonly source: string } };
}

/** Lists, search and totals. */
export async function measureLists(world: World): Promise<readonly Row[]> {
  const { api, raw, ids } = world;
  const list = async (more: object = {}): Promise<Listed> =>
    (await api(`POST /objects/${OBJECT}/query`, { ...listBody, ...more })).body as Listed;
  const { items, explain } = await list({ explain: true });
  const slot = explain?.source ?? explain?.plan?.source ?? "";
  const keyOf = async (item: Listed["items"][number] | undefined): Promise<string> =>
    String((await raw.get(item?.id ?? ""))[slot]);
  const between = [await keyOf(items.at(-1)), await keyOf(items[0])] as const;
  const rows = await compared(world, {
    name: `list of ${PAGE}, filter + other sort`,
    subject: () => list(),
    floor: () => raw.page(slot, between, PAGE),
    targets: { ratio: 1.7, ms: 9, perSecond: 200 },
  });
  const cursor = await deepCursor(list);
  const deep = await paired(
    ROUNDS / 3,
    () => list({ cursor }),
    () => list(),
  );
  const search = await timesOf(ROUNDS / 2, (at) =>
    api(`GET /search?q=${keywordOf(100 + ((at * 97) % ids.length))}&object=${OBJECT}`),
  );
  const totals = await timesOf(ROUNDS / 2, () => api(`POST /objects/${OBJECT}/aggregate`, totalsBody));
  const spent = await unitsOf(api, `POST /objects/${OBJECT}/aggregate`, { body: totalsBody });
  return [
    ...rows,
    ratioRow(`page ${DEEP} ÷ page 1, p50`, { subject: deep.subject, floor: deep.floor, target: 1.25 }),
    msRow("keyword search, p50", search, 12),
    msRow("count and sum by stage, p50", totals, 5),
    {
      measure: "count and sum by stage, read units",
      measured: `${spent.read}`,
      value: spent.read,
      target: 2,
      goal: "atMost",
    },
  ];
}

async function deepCursor(list: (more: object) => Promise<Listed>): Promise<string | null> {
  let cursor: string | null = null;
  for (let page = 1; page < DEEP; page += 1) {
    const next: string | null = (await list({ cursor })).cursor;
    // Fewer records than pages: the last page there is.
    if (next === null) return cursor;
    cursor = next;
  }
  return cursor;
}

/** From the draft with one more field to a record that has a value in it, less what plan and publish took. */
export async function measureFields({ api, ids }: World): Promise<readonly Row[]> {
  const times: number[] = [];
  const published: number[] = [];
  for (let round = 1; round <= 7; round += 1) {
    const began = performance.now();
    const extra = Array.from({ length: round }, (_, at) => extraField(at));
    await api(`PUT /metadata/draft/object/${OBJECT}`, objectBody(extra));
    const { planMs, publishMs } = await publish(api);
    const values = { [`extra_${round - 1}`]: "usable" };
    await api(`PATCH ${records}/${ids[round] ?? ""}`, { values }, anyVersion);
    times.push(performance.now() - began - planMs - publishMs);
    published.push(planMs + publishMs);
  }
  const measured = `${median(times).toFixed(1)} ms + plan and publish ${median(published).toFixed(1)} ms`;
  return [
    {
      measure: "add a field, until usable, beside publish",
      measured,
      value: median(times),
      target: 60,
      goal: "atMost",
    },
  ];
}

/** Write units as the table reports them to an administrator. */
export async function measureUnits({ api, ids }: World): Promise<readonly Row[]> {
  const change = async (values: object): Promise<number> => {
    const path = `${records}/${ids[5] ?? ""}`;
    return (await unitsOf(api, `PATCH ${path}`, { body: { values }, headers: anyVersion })).write;
  };
  await change({ stage: "new", notes: "before" });
  const created = (await unitsOf(api, `POST ${records}`, { body: { values: valuesOf(NEW * 2) } })).write;
  const staged = await change({ stage: "proposal" });
  const written = await change({ notes: "after" });
  const row = (what: string, value: number, target: number): Row => {
    return { measure: `write units, ${what}`, measured: `${value}`, value, target, goal: "atMost" };
  };
  return [row("create", created, 9), row("stage change", staged, 9), row("long-text edit", written, 1)];
}

/** Capacity units of a request, as an administrator is told them. */
export async function unitsOf(
  api: Api,
  route: string,
  { body, headers }: { readonly body: unknown; readonly headers?: Readonly<Record<string, string>> },
): Promise<{ readonly read: number; readonly write: number }> {
  const answer = await api(route, body, { ...headers, "x-explain": "1" });
  const [, read = "", write = ""] =
    /read=([\d.]+); write=([\d.]+)/.exec(String(answer.headers["x-consumed-capacity"])) ?? [];
  return { read: Number(read), write: Number(write) };
}

/** One measure against its floor: the ratio and p50 in turns, then with many clients. */
async function compared(
  { clients }: World,
  given: {
    readonly name: string;
    readonly subject: (round: number) => Promise<unknown>;
    readonly floor: (round: number) => Promise<unknown>;
    readonly targets: { readonly ratio: number; readonly ms: number; readonly perSecond: number };
  },
): Promise<readonly Row[]> {
  const { name, subject, floor, targets } = given;
  const times = await paired(WARM_UP + ROUNDS, subject, floor);
  const measured = { subject: times.subject.slice(WARM_UP), floor: times.floor.slice(WARM_UP) };
  const rate = await rateOf(clients, SECONDS, subject);
  const bare = await rateOf(clients, SECONDS / 2, floor);
  console.error(
    `  ${name}: ${median(measured.subject).toFixed(2)} ms, raw ${median(measured.floor).toFixed(2)} ms`,
  );
  return [
    ratioRow(`${name} ÷ raw, p50`, { ...measured, target: targets.ratio }),
    msRow(`${name}, p50`, measured.subject, targets.ms),
    {
      measure: `${name}, ${clients} clients`,
      measured: `${rate.toFixed(0)} per s (raw ${bare.toFixed(0)} per s)`,
      value: rate,
      target: targets.perSecond,
      goal: "atLeast",
    },
  ];
}

function ratioRow(
  measure: string,
  given: { readonly subject: readonly number[]; readonly floor: readonly number[]; readonly target: number },
): Row {
  const [subject, floor] = [median(given.subject), median(given.floor)];
  const measured = `${subject.toFixed(2)} ms ÷ ${floor.toFixed(2)} ms`;
  return { measure, measured, value: subject / floor, target: given.target, goal: "atMost" };
}

function msRow(measure: string, times: readonly number[], target: number): Row {
  const value = median(times);
  return { measure, measured: `${value.toFixed(2)} ms`, value, target, goal: "atMost" };
}
