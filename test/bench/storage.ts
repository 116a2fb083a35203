import { GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { pageReader, planQuery, type QueryPlan } from "#engine";
import { encodeRecord } from "#functions/adapters/dynamodb/codec.ts";
import { recordKey, recordPartition, workspaceKey } from "#functions/adapters/dynamodb/keys.ts";
import { createRecordStore } from "#functions/adapters/dynamodb/record-store.ts";
import type { RecordStore } from "#functions/ports/record-store.ts";
import { deal, dealModel } from "#test/builders/query.ts";
import { aRecord, aWrite, valuesOf } from "#test/builders/record.ts";
import { aTable, type TestTable } from "#test/builders/table.ts";
import { median, paired, type Row } from "./row.ts";

const WORKSPACE = "bench";
const RECORDS = 600;
const ROUNDS = 150;
const WARM_UP = 30;
const PAGE = 50;

interface Bench {
  readonly testTable: TestTable;
  readonly store: RecordStore;
}

/** What the record store costs over the bare calls it makes, as ratios of medians measured in turns. */
export async function run(): Promise<readonly Row[]> {
  const testTable = await aTable();
  const store = createRecordStore(testTable.table, { current: () => Promise.resolve(dealModel) });
  const bench = { testTable, store };
  try {
    for (let at = 0; at < RECORDS; at += 1) await store.commit(WORKSPACE, [aWrite(deal, dealNumber(at))]);
    return [await getRow(bench), await createRow(bench), await listRow(bench)];
  } finally {
    await testTable.stop();
  }
}

function dealNumber(at: number) {
  const values = valuesOf(deal, {
    name: `北京云启 ${at}`,
    stage: ["new", "talk", "won", "lost"][at % 4] ?? "new",
    amount: { amount: `${at * 10}.00`, currency: "CNY" },
    score: at % 97,
    closeDate: "2025-03-15",
    city: "上海",
  });
  return aRecord(deal, { id: `01J${String(at).padStart(23, "0")}`, values });
}

async function getRow({ testTable: { table }, store }: Bench): Promise<Row> {
  const { id } = dealNumber(7);
  const Key = recordKey(workspaceKey(WORKSPACE), deal.id, id);
  const raw = () => table.client.send(new GetCommand({ TableName: table.name, Key, ConsistentRead: true }));
  return ratio("get", await measured(() => store.get(WORKSPACE, deal, id), raw));
}

async function createRow({ testTable: { table }, store }: Bench): Promise<Row> {
  const key = workspaceKey(WORKSPACE);
  const write = (at: number, base: number) => aWrite(deal, dealNumber(base + at));
  const raw = (at: number) =>
    table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: encodeRecord(key, write(at, 20_000)),
        ConditionExpression: "attribute_not_exists(pk)",
      }),
    );
  return ratio("create", await measured((at) => store.commit(WORKSPACE, [write(at, 10_000)]), raw));
}

async function listRow({ testTable: { table }, store }: Bench): Promise<Row> {
  const plan = pagePlan();
  const reader = pageReader(deal, plan.sort);
  const [range] = plan.ranges;
  const raw = () =>
    table.client.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: `ix${plan.source}`,
        KeyConditionExpression: "pk = :pk AND #key BETWEEN :from AND :to",
        ExpressionAttributeNames: { "#key": plan.source },
        ExpressionAttributeValues: {
          ":pk": recordPartition(workspaceKey(WORKSPACE), deal.id),
          ":from": range?.from,
          ":to": range?.to,
        },
        ScanIndexForward: false,
        Limit: PAGE,
      }),
    );
  const page = () => store.query(WORKSPACE, { object: deal, plan, limit: PAGE, position: null, reader });
  const { items } = await page();
  if (items.length !== PAGE) throw new Error(`a page of ${items.length}`);
  return ratio("list of 50", await measured(page, raw));
}

function pagePlan(): QueryPlan {
  const planned = planQuery({
    object: deal,
    filter: { field: "amount", op: "gte", value: 1_000 },
    sort: [{ field: "amount", direction: "desc" }],
    limit: PAGE,
    columns: ["name", "amount", "stage"],
    scope: { kind: "all" },
  });
  if (!planned.ok || planned.value.source === "base") throw new Error("the page was to come from an index");
  return planned.value;
}

interface Medians {
  readonly subject: number;
  readonly floor: number;
}

async function measured(
  subject: (at: number) => Promise<unknown>,
  floor: (at: number) => Promise<unknown>,
): Promise<Medians> {
  const times = await paired(ROUNDS, subject, floor);
  return { subject: median(times.subject.slice(WARM_UP)), floor: median(times.floor.slice(WARM_UP)) };
}

function ratio(what: string, { subject, floor }: Medians): Row {
  return {
    measure: `storage: ${what} ÷ bare call`,
    measured: `${subject.toFixed(2)} ms ÷ ${floor.toFixed(2)} ms`,
    value: subject / floor,
    target: 1.5,
    goal: "atMost",
  };
}
