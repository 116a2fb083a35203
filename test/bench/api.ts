import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { startEngine } from "#infra/local/engine.ts";
import { table } from "#infra/topology.ts";
import { call, removeData, startProduct, type Product } from "./product.ts";
import { median, paired, type Row } from "./row.ts";

const ROUNDS = 400;
const WARM_UP = 60;
const RECORDS = 400;
const PAGE = 50;

/** The API over HTTP against the same engine called directly through the SDK, alternately in one run. */
export async function run(): Promise<readonly Row[]> {
  // On disk: in memory the engine gets slower with each write, which would flatter the ratios (ADR 3, addendum).
  const folder = mkdtempSync(join(tmpdir(), "tessera-bench-engine-"));
  const engine = await startEngine({ dataDir: folder });
  const product = await startProduct({ env: { DYNAMODB_ENDPOINT: engine.endpoint } });
  try {
    const bench = await prepared(product, engine.endpoint);
    return [await readById(bench), await create(bench), await list(bench)];
  } finally {
    await product.stop();
    removeData(product);
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Bench {
  readonly product: Product;
  readonly token: string;
  readonly raw: DynamoDBDocumentClient;
  readonly item: Readonly<Record<string, unknown>>;
  readonly id: string;
}

const label = (text: string) => ({ "zh-CN": text, en: text });
const field = (apiName: string, type: string, more: object = {}) => ({
  apiName,
  type,
  label: label(apiName),
  ...more,
});
const sample = {
  apiName: "sample",
  label: label("Sample"),
  pluralLabel: label("Samples"),
  nameField: "name",
  fields: [
    field("name", "text", { required: true }),
    field("code", "text"),
    field("amount", "number", { indexed: true }),
    field("due", "date", { indexed: true }),
    field("city", "text"),
    field("email", "email"),
    field("phone", "phone"),
    field("active", "checkbox"),
    field("score", "percent"),
    field("notes", "longText"),
  ],
};

function values(at: number) {
  return {
    name: `Sample ${at}`,
    code: `C-${at}`,
    amount: (at * 7919) % 10_000,
    due: `2027-0${1 + (at % 9)}-1${at % 10}`,
    city: "上海",
    email: `sample${at}@example.com`,
    phone: "+862160001234",
    active: at % 2 === 0,
    score: at % 100,
    notes: "A few words about this record, as people write them.",
  };
}

async function prepared(product: Product, endpoint: string): Promise<Bench> {
  const token = await product.token("admin@acme.test");
  const api = (method: string, path: string, body?: unknown) => call(product, { token, method, path, body });
  await api("PUT", "/metadata/draft/object/sample", sample);
  const plan = (await api("POST", "/metadata/plan", {})) as { readonly id: string };
  await api("POST", "/metadata/publish", { plan: plan.id });
  const operations = Array.from({ length: RECORDS }, (_, at) => ({ op: "create", values: values(at) }));
  const loaded = (await api("POST", "/objects/sample/bulk", { operations })) as {
    readonly results: readonly { readonly id: string }[];
  };
  const id = loaded.results[0]?.id ?? "";
  const raw = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, ...local }));
  const documents = ((await api("GET", "/metadata")) as { documents: { apiName: string; id: string }[] })
    .documents;
  const object = documents.find((one) => one.apiName === "sample")?.id ?? "";
  const Key = { pk: `acme#R#${object}#0`, sk: id };
  const { Item } = await raw.send(new GetCommand({ TableName: table.name, Key }));
  if (!Item) throw new Error("the benchmark's record is not where storage keeps records");
  return { product, token, raw, item: Item, id };
}

const local = { region: "eu-central-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } };

async function readById({ product, token, raw, item, id }: Bench): Promise<Row> {
  const Key = { pk: item["pk"], sk: item["sk"] };
  const subject = () => call(product, { token, method: "GET", path: `/objects/sample/records/${id}` });
  const floor = () => raw.send(new GetCommand({ TableName: table.name, Key, ConsistentRead: true }));
  return ratio("read by id through the API ÷ raw GetItem, p50", 3, { subject, floor });
}

async function create({ product, token, raw, item }: Bench): Promise<Row> {
  const subject = (round: number) =>
    call(product, {
      token,
      method: "POST",
      path: "/objects/sample/records",
      body: { values: values(RECORDS + round) },
    });
  const floor = (round: number) => {
    const sk = String(item["sk"]).slice(0, -6) + String(100_000 + round);
    return raw.send(
      new PutCommand({
        TableName: table.name,
        Item: { ...item, sk },
        ConditionExpression: "attribute_not_exists(pk)",
      }),
    );
  };
  return ratio("create (validated, 4 indexed) ÷ raw PutItem of the same item, p50", 2.5, { subject, floor });
}

async function list({ product, token, raw, item }: Bench): Promise<Row> {
  const body = {
    filter: { field: "amount", op: "gte", value: 100 },
    sort: [{ field: "amount", direction: "asc" }],
    fields: ["name", "code", "amount", "due", "city"],
    limit: PAGE,
    explain: true,
  };
  const query = { token, method: "POST", path: "/objects/sample/query", body };
  const { explain, items } = (await call(product, query)) as {
    readonly explain: { readonly source: string };
    readonly items: readonly unknown[];
  };
  const slot = explain.source;
  if (items.length !== PAGE || slot === "base") throw new Error("the benchmark's list does not use an index");
  const generation = String(item[slot]).slice(0, 2);
  const floor = () =>
    raw.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: `ix${slot}`,
        KeyConditionExpression: "pk = :pk AND #slot BETWEEN :from AND :to",
        ExpressionAttributeNames: { "#slot": slot },
        ExpressionAttributeValues: { ":pk": item["pk"], ":from": generation, ":to": `${generation}\uFFFF` },
        Limit: PAGE,
      }),
    );
  const subject = () => call(product, { ...query, body: { ...body, explain: false } });
  return ratio("list page of 50, filter + sort ÷ raw Query of 50 on the same index, p50", 2, {
    subject,
    floor,
  });
}

async function ratio(
  measure: string,
  target: number,
  runs: {
    readonly subject: (round: number) => Promise<unknown>;
    readonly floor: (round: number) => Promise<unknown>;
  },
): Promise<Row> {
  await paired(WARM_UP, runs.subject, runs.floor);
  const times = await paired(
    ROUNDS,
    (round) => runs.subject(WARM_UP + round),
    (round) => runs.floor(WARM_UP + round),
  );
  const [subject, floor] = [median(times.subject), median(times.floor)];
  const measured = `${subject.toFixed(2)} ms ÷ ${floor.toFixed(2)} ms`;
  return { measure, measured, value: subject / floor, target, goal: "atMost" };
}
