import { afterAll, beforeAll, expect, it } from "vitest";
import { startApi, type ApiUnderTest, type Client } from "./api-under-test.ts";

let api: ApiUnderTest;
let admin: Client;

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
});
afterAll(() => api.stop());

it("tells what happened to a record, newest first, page by page, with labels and names", async () => {
  const made = await admin.post("/objects/account/records", { values: { name: "时间线", city: "上海" } });
  const address = `/objects/account/records/${made.body.id}`;
  for (const city of ["北京", "广州"]) await admin.patch(address, { values: { city } }, "*");
  await admin.patch(address, { owner: "north1" }, "*");
  await api.derived();
  const all = await admin.get(`${address}/timeline`);
  expect(all.body.items.map((one) => one["kind"])).toEqual(["updated", "updated", "updated", "created"]);
  expect(all.body.items[1]).toMatchObject({
    actor: { kind: "user", id: "admin", name: "Person admin" },
    version: 3,
    changes: [{ field: "city", label: { "zh-CN": "城市", en: "City" }, before: "北京", after: "广州" }],
  });
  const paged: unknown[] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor === null ? "" : `&cursor=${cursor}`;
    const page = await admin.get(`${address}/timeline?limit=1${more}`);
    expect(page.status).toBe(200);
    paged.push(...page.body.items);
    cursor = page.body.cursor;
  } while (cursor !== null && paged.length < 10);
  expect(paged).toEqual(all.body.items);
});

it("finds records by any part of a Chinese name, exact names first, and by words of other fields", async () => {
  for (const name of ["华东新能源集团", "新能源", "新能源汽车"]) {
    await admin.post("/objects/account/records", { values: { name, email: "info@newenergy.test" } });
  }
  await api.derived();
  const names = async (text: string) => {
    const found = await admin.get(`/search?object=account&q=${encodeURIComponent(text)}`);
    expect(found.status).toBe(200);
    return found.body.items.map((one) => one["name"]);
  };
  expect(await names("新能源")).toEqual(["新能源", "新能源汽车", "华东新能源集团"]);
  expect(await names("集团")).toEqual(["华东新能源集团"]);
  expect((await names("newenergy")).length).toBe(3);
  expect(await names("新能源 集团")).toEqual(["华东新能源集团"]);
  expect(await names("没有的词")).toEqual([]);
});

it("groups a whole object from counters as it would from the records", async () => {
  const account = await admin.post("/objects/account/records", { values: { name: "计数" } });
  const operations = Array.from({ length: 12 }, (_, at) => ({
    op: "create",
    values: {
      name: `计数 ${at}`,
      account: account.body.id,
      stage: at % 3 === 0 ? "proposal" : "qualified",
      amount: { amount: `${at}.10`, currency: "CNY" },
    },
  }));
  await admin.post("/objects/deal/bulk", { operations });
  await api.derived();
  const ask = async (filter: object | null) => {
    const measures = [{ fn: "count" }, { fn: "sum", field: "amount" }];
    const answer = await admin.post("/objects/deal/aggregate", { filter, groupBy: ["stage"], measures });
    const groups = answer.body.groups.map((one) => [one.key["stage"], one.count, Number(one["sum_amount"])]);
    return groups.sort((a, b) => String(a[0]).localeCompare(String(b[0])));
  };
  const scanned = await ask({ field: "name", op: "isNotEmpty" });
  expect(await ask(null)).toEqual(scanned);
  expect(scanned).toEqual([
    ["proposal", 4, 18.4],
    ["qualified", 8, 48.8],
  ]);
});
