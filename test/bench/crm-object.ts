import { call, type Product } from "./product.ts";

/** Calls the API as the demo's administrator; rejects on an error status. */
export type Api = (
  /** Method and path below the API's prefix, as in `GET /me`. */
  route: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answered>;

export interface Answered {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The object of the table in the issue: ten fields, a pipeline, eight index definitions. */
export const OBJECT = "lead_bench";
const STAGES = ["new", "called", "met", "proposal", "negotiation", "won", "lost"] as const;

/** Stage of a record by its number: early stages are the fullest, as in real pipelines. */
export function stageOf(at: number): string {
  const share = (at * 7919) % 100;
  const limits = [30, 50, 65, 78, 88, 95, 100];
  return STAGES[limits.findIndex((limit) => share < limit)] ?? "new";
}

const label = (text: string) => ({ "zh-CN": text, en: text });
const field = (apiName: string, type: string, more: object = {}) => ({
  apiName,
  type,
  label: label(apiName),
  ...more,
});

const cities = [
  "shanghai",
  "beijing",
  "guangzhou",
  "shenzhen",
  "chengdu",
  "hangzhou",
  "chongqing",
  "xian",
  "suzhou",
  "wuhan",
  "tianjin",
  "nanjing",
];
const options = (values: readonly string[]) => values.map((value) => ({ value, label: label(value) }));

const fields = [
  field("name", "text", { required: true, searchable: true }),
  field("stage", "select", { required: true, settings: { options: options(STAGES) } }),
  field("amount", "currency", { indexed: true, settings: { currencies: ["CNY"] } }),
  field("close_date", "date", { indexed: true }),
  field("city", "select", { indexed: true, settings: { options: options(cities) } }),
  field("email", "email"),
  field("phone", "phone"),
  field("score", "number"),
  field("active", "checkbox"),
  field("notes", "longText"),
];

/** Composite indexes an admin adds: equality fields, then the order. */
const indexes = [
  { apiName: "stage_amount", equal: ["stage"], sort: "amount" },
  { apiName: "city_close", equal: ["city"], sort: "close_date" },
];

export function objectBody(extra: readonly object[] = []): object {
  return {
    apiName: OBJECT,
    label: label("Lead"),
    pluralLabel: label("Leads"),
    nameField: "name",
    fields: [...fields, ...extra],
    indexes,
  };
}

export const extraField = (number: number): object => field(`extra_${number}`, "text");

const pipelineBody = {
  apiName: "lead_bench_pipeline",
  label: label("Lead"),
  object: OBJECT,
  stageField: "stage",
  stages: STAGES.map((option, at) => ({
    option,
    probability: at * 15,
    category: option === "won" || option === "lost" ? option : "open",
  })),
};

const FAMILIES = ["张", "王", "李", "赵", "陈", "刘", "杨", "黄", "周", "吴"];
const FIRMS = ["云启科技", "蓝海贸易", "远山制造", "北辰软件", "金桥物流", "青松医疗", "明德教育"];
const LATIN = ["Acme", "Globex", "Initech", "Zenith", "Umbra", "Vertex", "Quark", "Nimbus"];

/** Values of record number `at`: the same number gives the same values. */
export function valuesOf(at: number) {
  const chinese = `${FAMILIES[at % 10]}${FIRMS[(at * 31) % 7]}${at}`;
  const latin = `${LATIN[at % 8]} ${LATIN[(at * 13) % 8]} ${at}`;
  return {
    name: at % 5 < 2 ? chinese : latin,
    stage: stageOf(at),
    amount: { amount: `${((at * 7919) % 100_000) + 1}.50`, currency: "CNY" },
    close_date: `2027-${String(1 + (at % 12)).padStart(2, "0")}-${String(1 + ((at * 7) % 28)).padStart(2, "0")}`,
    city: cities[(at * 7) % 12] ?? "shanghai",
    email: `lead${at}@example.com`,
    phone: `+8621${String(60_000_000 + at)}`,
    score: at % 100,
    active: at % 2 === 0,
    notes:
      "A few words about this record, as people write them after a call: interested, wants a quote by May.",
  };
}

/** A word that few names have: the number in them. */
export const keywordOf = (at: number): string => String(at);

export function apiOf(product: Product, token: string): Api {
  return async (route, body, headers = {}) => {
    const [method = "", path = ""] = route.split(" ");
    const given = { token, method, path, headers, ...(body === undefined ? {} : { body }) };
    let answered: Answered["headers"] = {};
    const answer = await call(product, { ...given, onHeaders: (got) => (answered = got) });
    return { body: answer, headers: answered };
  };
}

/** Publishes the object and its pipeline; answers the object's id. */
export async function publishObject(api: Api): Promise<string> {
  await api(`PUT /metadata/draft/object/${OBJECT}`, objectBody());
  await api(`PUT /metadata/draft/pipeline/${pipelineBody.apiName}`, pipelineBody);
  await publish(api);
  const { documents } = (await api("GET /metadata")).body as {
    readonly documents: readonly { readonly kind: string; readonly apiName: string; readonly id: string }[];
  };
  const id = documents.find((one) => one.kind === "object" && one.apiName === OBJECT)?.id;
  if (id === undefined) throw new Error("the benchmark's object was not published");
  return id;
}

/** Lets the role see the records of the object that are its holder's own. */
export async function grantOwn(api: Api, role: string): Promise<void> {
  const { documents } = (await api("GET /metadata")).body as {
    readonly documents: readonly { kind: string; apiName: string; body: { readonly objects: object } }[];
  };
  const body = documents.find((one) => one.kind === "role" && one.apiName === role)?.body;
  const objects = { ...body?.objects, [OBJECT]: { read: true, scope: "own" } };
  await api(`PUT /metadata/draft/role/${role}`, { ...body, objects });
  await publish(api);
}

/** Plans and publishes the draft; milliseconds of each. */
export async function publish(api: Api): Promise<{ readonly planMs: number; readonly publishMs: number }> {
  const began = performance.now();
  const plan = (await api("POST /metadata/plan", {})).body as { readonly id: string };
  const planned = performance.now();
  await api("POST /metadata/publish", { plan: plan.id });
  return { planMs: planned - began, publishMs: performance.now() - planned };
}

const PER_REQUEST = 1_000;

/** Records `from` … `to` − 1, and what else is sent with each besides its values. */
export interface Numbers {
  readonly from: number;
  readonly to: number;
  readonly more?: (number: number) => object;
}

/** Loads records through the bulk route; answers their ids in order. Throws when one is refused. */
export async function load(api: Api, { from, to, more }: Numbers): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let at = from; at < to; at += PER_REQUEST) {
    const chunk = { from: at, to: Math.min(to, at + PER_REQUEST), ...(more ? { more } : {}) };
    ids.push(...(await loadChunk(api, chunk)));
  }
  return ids;
}

/** Loads at most a thousand records with one request. */
export async function loadChunk(api: Api, { from, to, more }: Numbers): Promise<readonly string[]> {
  const operations = Array.from({ length: to - from }, (_, at) => ({
    op: "create",
    values: valuesOf(from + at),
    ...more?.(from + at),
  }));
  const { results } = (await api(`POST /objects/${OBJECT}/bulk`, { operations })).body as {
    readonly results: readonly { readonly id?: string; readonly problem?: unknown }[];
  };
  return results.map(({ id, problem }) => {
    if (id === undefined) throw new Error(`a record was not loaded: ${JSON.stringify(problem)}`);
    return id;
  });
}

/** Waits until the counters by stage hold this many records at least; milliseconds waited. */
export async function derived(api: Api, records: number): Promise<number> {
  const began = performance.now();
  for (;;) {
    const total = (await totals(api)).reduce((sum, one) => sum + one.count, 0);
    if (total >= records) return performance.now() - began;
    if (performance.now() - began > MOST_WAIT_MS) throw new Error(`counters stand at ${total} of ${records}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const MOST_WAIT_MS = 30 * 60_000;

export const totalsBody = {
  groupBy: ["stage"],
  measures: [{ fn: "count" }, { fn: "sum", field: "amount" }],
};

export async function totals(api: Api): Promise<readonly { readonly count: number }[]> {
  const { body } = await api(`POST /objects/${OBJECT}/aggregate`, totalsBody);
  return (body as { readonly groups: readonly { readonly count: number }[] }).groups;
}
