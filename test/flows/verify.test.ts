import { DeleteCommand, ScanCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTable, type Table } from "#functions/adapters/dynamodb/client.ts";
import { verifyWorkspace } from "#functions/operations/verify/verify-workspace.ts";
import { table as spec } from "#infra/topology.ts";
import { startApi, type ApiUnderTest } from "./api-under-test.ts";
import { ChangeWorld, field, thing } from "./change-world.ts";

const LONG = 120_000;
let api: ApiUnderTest;
let world: ChangeWorld;
let table: Table;
/** The record that the others are parts of. */
let whole: string | undefined;

beforeAll(async () => {
  api = await startApi();
  world = new ChangeWorld(api);
  table = openTable({ name: spec.name });
  const marks: Record<string, object> = { code: { unique: true }, notes: { searchable: true } };
  const fields = thing.fields.map((one) => ({ ...one, ...marks[one.apiName] }));
  const parts = field("parts", "rollup", { settings: { object: "thing", field: "parent", fn: "count" } });
  expect(await world.publish({ ...thing, fields: [...fields, parts] })).toBe(true);
  for (const at of [1, 2, 3]) {
    const own = { name: `Thing ${at}`, code: `C${at}`, amount: at, stage: "new", notes: `remark${at}` };
    const values = { ...own, parent: whole ?? null };
    const created = await world.admin.post("/objects/thing/records", { values });
    expect(created.status).toBe(201);
    whole ??= created.body.id;
  }
}, LONG);
afterAll(async () => {
  table.client.destroy();
  await api.stop();
});

async function itemsOf(type: string) {
  const items: Record<string, unknown>[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await table.client.send(
      new ScanCommand({ TableName: table.name, ...(start ? { ExclusiveStartKey: start } : {}) }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start);
  return items.filter((one) => one["ty"] === type && String(one["pk"]).startsWith("acme#"));
}

async function damage(type: string, has: string, change: string): Promise<void> {
  const item = (await itemsOf(type)).find((one) => JSON.stringify(one).toLowerCase().includes(has));
  const Key = { pk: item?.["pk"] as string, sk: item?.["sk"] as string };
  if (change === "DELETE") await table.client.send(new DeleteCommand({ TableName: table.name, Key }));
  else
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key,
        UpdateExpression: change,
        ExpressionAttributeNames: { "#ty": "ty" },
        ConditionExpression: "attribute_exists(#ty)",
      }),
    );
}

it(
  "2.2: finds nothing in what is right, and each kind of damage once it is done",
  async () => {
    expect(await world.findings()).toEqual([]);
    await damage("rec", "c1", "REMOVE w1");
    await damage("uq", "v:c2", "DELETE");
    await damage("pst", "remark3", "DELETE");
    await damage("his", "c3", "DELETE");
    await damage("agg", '"new|', "DELETE");
    await damage("agg", whole?.toLowerCase() ?? "", "DELETE");
    const findings = await world.findings();
    expect(findings.filter((one) => one.kind === "counter")).toHaveLength(2);
    const kinds = findings.map((one) => one.kind);
    expect([...new Set(kinds)].sort()).toEqual([
      "counter",
      "history_gap",
      "index_keys",
      "posting_missing",
      "unique_claim",
    ]);
    await verifyWorkspace(world.ports, { workspace: "acme", repair: true });
    const left = (await world.findings()).map((one) => one.kind);
    expect(left).not.toContain("index_keys");
    expect(left).not.toContain("unique_claim");
  },
  LONG,
);
