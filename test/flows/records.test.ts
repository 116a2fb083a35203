import { afterAll, beforeAll, expect, it } from "vitest";
import { startApi, type ApiUnderTest, type Client } from "./api-under-test.ts";

let api: ApiUnderTest;
let admin: Client;

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
});
afterAll(() => api.stop());

const account = (name: string, more: object = {}) => ({ values: { name, industry: "retail", ...more } });
const addressOf = (object: string, id: string) => `/objects/${object}/records/${id}`;

it("makes a record, returns where it is, and reads it back with names of what it refers to", async () => {
  const made = await admin.post("/objects/account/records", account("河山贸易", { phone: "+8613800138000" }));
  expect(made.status).toBe(201);
  expect(made.headers["etag"]).toBe('"1"');
  expect(made.headers["location"]).toBe(`/api/v1/objects/account/records/${made.body.id}`);
  expect(made.headers["x-request-id"]).toMatch(/^request-/);
  const deal = await admin.post("/objects/deal/records", {
    values: { name: "年度合同", account: made.body.id, amount: { amount: "1200.50", currency: "CNY" } },
  });
  expect(deal.status).toBe(201);
  const read = await admin.get(addressOf("deal", deal.body.id));
  expect(read.status).toBe(200);
  expect(read.body).toEqual(deal.body);
  expect(read.body.values).toMatchObject({
    account: made.body.id,
    stage: "prospect",
    amount: { amount: "1200.50", currency: "CNY" },
  });
  expect(read.body.references).toMatchObject({
    [`account/${made.body.id}`]: "河山贸易",
    "user/admin": "Person admin",
  });
  const again = await admin.get(addressOf("deal", deal.body.id), { "if-none-match": '"1"' });
  expect([again.status, again.text]).toEqual([304, ""]);
});

it("R09: changes only under the version that was seen", async () => {
  const { body } = await admin.post("/objects/account/records", account("版本"));
  const address = addressOf("account", body.id);
  const change = { values: { city: "上海" } };
  const answers = [
    await admin.patch(address, change),
    await admin.patch(address, change, 'W/"1"'),
    await admin.patch(address, change, '"1", "2"'),
    await admin.patch(address, change, '"2"'),
    await admin.patch(address, change, '"1"'),
    await admin.patch(address, { values: { city: "北京" } }, '"1"'),
    await admin.patch(address, { values: { city: null } }, "*"),
  ];
  expect(answers.map((one) => one.status)).toEqual([428, 412, 400, 412, 200, 412, 200]);
  expect(answers[3]?.body["details"]).toEqual({ version: 1 });
  expect(answers[4]?.headers["etag"]).toBe('"2"');
  expect(answers[6]?.body.values["city"]).toBeNull();
  const same = await admin.patch(address, { values: { name: "版本" } }, '"3"');
  expect([same.status, same.headers["etag"]]).toEqual([200, '"3"']);
});

it("says what is wrong at the place where it is, in the language asked for", async () => {
  const bad = { values: { name: "", industry: "space", nothing: 1 } };
  const zh = await admin.post("/objects/account/records", bad);
  const en = await admin.post("/objects/account/records", bad, { "accept-language": "en" });
  expect([zh.status, en.status]).toEqual([422, 422]);
  expect(zh.headers["content-type"]).toBe("application/problem+json");
  const pointers = (seen: typeof zh) => seen.body.errors.map((one) => one["pointer"]).sort();
  expect(pointers(zh)).toEqual(expect.arrayContaining(["/values/industry", "/values/nothing"]));
  expect(pointers(en)).toEqual(pointers(zh));
  expect(zh.text).toMatch(/\p{Script=Han}/u);
  const shown = en.body.errors.map((one) => String(one["message"])).join();
  expect(shown).not.toMatch(/\p{Script=Han}/u);
});

it("moves a record to the bin and back, and answers 404 in between", async () => {
  const { body } = await admin.post("/objects/task/records", { values: { subject: "回访" } });
  const address = addressOf("task", body.id);
  expect((await admin.send("DELETE", address)).status).toBe(428);
  expect((await admin.send("DELETE", address, { headers: { "if-match": '"9"' } })).status).toBe(412);
  expect((await admin.send("DELETE", address, { headers: { "if-match": '"1"' } })).status).toBe(204);
  expect((await admin.get(address)).status).toBe(404);
  expect((await admin.send("DELETE", address, { headers: { "if-match": "*" } })).status).toBe(404);
  const back = await admin.send("POST", `${address}:restore`);
  expect(back.status).toBe(200);
  expect((await admin.get(address)).body.values).toMatchObject({ subject: "回访" });
  expect((await admin.send("POST", `${address}:restore`)).status).toBe(404);
});

it("refuses to delete what others need, and clears what may be cleared", async () => {
  const held = (await admin.post("/objects/account/records", account("被引用"))).body.id;
  const contact = await admin.post("/objects/contact/records", { values: { name: "李雷", account: held } });
  const task = await admin.post("/objects/task/records", { values: { subject: "跟进", account: held } });
  const remove = () => admin.send("DELETE", addressOf("account", held), { headers: { "if-match": "*" } });
  const refused = await remove();
  expect([refused.status, refused.body.code]).toEqual([409, "still_referenced"]);
  await admin.send("DELETE", addressOf("contact", contact.body.id), {
    headers: { "if-match": "*" },
  });
  expect((await remove()).status).toBe(204);
  expect((await admin.get(addressOf("task", task.body.id))).body.values["account"]).toBeNull();
});

it("keeps unique values unique, also against the bin and across concurrent writers", async () => {
  const values = { name: "唯一", external_id: "U-1" };
  const both = await Promise.all([
    admin.post("/objects/account/records", { values }),
    admin.post("/objects/account/records", { values }),
  ]);
  expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
  const refused = both.find((one) => one.status === 409);
  expect(refused?.body.errors[0]).toMatchObject({
    pointer: "/values/external_id",
    code: "unique_violation",
  });
});

it("R13: answers a repeated creation with the first answer, and refuses another body under the same key", async () => {
  const key = { "idempotency-key": "k-1" };
  const first = await admin.post("/objects/task/records", { values: { subject: "一次" } }, key);
  const second = await admin.post("/objects/task/records", { values: { subject: "一次" } }, key);
  const other = await admin.post("/objects/task/records", { values: { subject: "两次" } }, key);
  expect([first.status, second.status, second.text]).toEqual([201, 201, first.text]);
  expect([other.status, other.body.code]).toEqual([422, "idempotency_mismatch"]);
  const elsewhere = await api
    .as("admin@globex")
    .post("/objects/task/records", { values: { subject: "一次" } }, key);
  expect(elsewhere.body.id).not.toBe(first.body.id);
  for (const bad of ["x".repeat(256), "a b"]) {
    const seen = await admin.post(
      "/objects/task/records",
      { values: { subject: "x" } },
      { "idempotency-key": bad },
    );
    expect(seen.status).toBe(400);
  }
});

it("queries with filter, order, columns, count and a cursor that goes on exactly", async () => {
  const owner = await admin.post("/objects/account/records", account("批量客户"));
  const made = await admin.post("/objects/deal/bulk", {
    operations: Array.from({ length: 23 }, (_, at) => ({
      op: "create",
      values: {
        name: `批量 ${at}`,
        account: owner.body.id,
        product: "q",
        stage: at % 2 ? "proposal" : "qualified",
        amount: { amount: String(100 + at), currency: "CNY" },
      },
    })),
  });
  expect(made.body.results.every((one) => one.status === 201)).toBe(true);
  const query = {
    filter: {
      and: [
        { field: "product", op: "eq", value: "q" },
        { field: "stage", op: "eq", value: "proposal" },
      ],
    },
    sort: [{ field: "amount", direction: "desc" }],
    fields: ["name", "amount"],
    limit: 4,
    count: true,
    explain: true,
  };
  const seen: string[] = [];
  let cursor: unknown = null;
  do {
    const page = await admin.post("/objects/deal/query", { ...query, cursor });
    expect(page.status).toBe(200);
    expect(page.body.count).toBe(11);
    expect(page.body["explain"]).toMatchObject({ itemsRead: expect.any(Number) as number });
    for (const item of page.body.items) {
      expect(Object.keys(item.values).sort()).toEqual(["amount", "name"]);
      seen.push((item.values["amount"] as { amount: string }).amount);
    }
    cursor = page.body.cursor;
  } while (cursor !== null);
  expect(seen.map(Number)).toEqual([121, 119, 117, 115, 113, 111, 109, 107, 105, 103, 101]);
});

it("follows one relation in filters and columns", async () => {
  const [retail, finance] = await Promise.all(
    ["retail", "finance"].map((industry) =>
      admin.post("/objects/account/records", account(industry, { industry, city: "hop" })),
    ),
  );
  for (const one of [retail, finance]) {
    await admin.post("/objects/deal/records", {
      values: { name: "经由", product: "hop", account: one?.body.id },
    });
  }
  const answer = await admin.post("/objects/deal/query", {
    filter: {
      and: [
        { field: "account.industry", op: "eq", value: "finance" },
        { field: "product", op: "eq", value: "hop" },
      ],
    },
    fields: ["name", "account", "account.industry"],
  });
  expect(answer.body.items.map((one) => one.values)).toEqual([
    { name: "经由", account: finance?.body.id, "account.industry": "finance" },
  ]);
  expect(answer.body.references[`account/${finance?.body.id}`]).toBe("finance");
});

it("groups and adds up exactly", async () => {
  const filter = { field: "product", op: "eq", value: "q" };
  const measures = [{ fn: "count" }, { fn: "sum", field: "amount" }, { fn: "max", field: "amount" }];
  const answer = await admin.post("/objects/deal/aggregate", { filter, groupBy: ["stage"], measures });
  const groups = Object.fromEntries(answer.body.groups.map((one) => [String(one.key?.["stage"]), one]));
  expect(groups["proposal"]).toMatchObject({ count: 11, sum_amount: "1221.00", max_amount: "121.00" });
  expect(groups["qualified"]).toMatchObject({ count: 12, sum_amount: "1332.00" });
});

it("carries out a batch item by item and keeps going", async () => {
  const target = (await admin.post("/objects/task/records", { values: { subject: "批" } })).body.id;
  const twice = (await admin.post("/objects/task/records", { values: { subject: "重" } })).body.id;
  const answer = await admin.post("/objects/task/bulk", {
    operations: [
      { op: "create", values: { subject: "新" } },
      { op: "create", values: {} },
      { op: "update", id: target, version: 9, values: { subject: "x" } },
      { op: "update", id: target, values: { subject: "改" } },
      { op: "delete", id: twice },
      { op: "delete", id: twice },
      { op: "explode" },
      { op: "delete", id: "01ARZ3NDEKTSV4RRFFQ69G5FAV" },
    ],
  });
  const statuses = answer.body.results.map((one) => one.status);
  expect(statuses).toEqual([201, 422, 422, 422, 422, 422, 422, 404]);
  const tooMany = Array.from({ length: 1001 }, () => ({ op: "delete", id: "x" }));
  expect((await admin.post("/objects/task/bulk", { operations: tooMany })).status).toBe(422);
});

it("tells admins what a request cost, and others nothing", async () => {
  const cost = (person: string) =>
    api.as(person).send("POST", "/objects/task/query", { body: {}, headers: { "x-explain": "1" } });
  expect((await cost("admin@acme")).headers["x-consumed-capacity"]).toMatch(/^read=[\d.]+; write=0$/);
  expect((await cost("reader@acme")).headers["x-consumed-capacity"]).toBeUndefined();
});
