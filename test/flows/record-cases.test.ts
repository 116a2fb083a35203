import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { limits } from "#engine";
import { apiTable } from "#functions/compose/api.ts";
import { startApi, type ApiUnderTest, type Client, type Seen } from "./api-under-test.ts";
import { publishDocuments } from "./publish-documents.ts";

let api: ApiUnderTest;
let admin: Client;
let account: string;

const label = (text: string) => ({ "zh-CN": text, en: text });
const field = (apiName: string, type: string, settings?: object) => ({
  ...{ apiName, type, label: label(apiName) },
  ...(settings ? { settings } : {}),
});

/** An object with a field of each type that the cases are about. */
const probe = {
  ...{ apiName: "probe", label: label("probe"), pluralLabel: label("probes"), nameField: "title" },
  fields: [
    field("title", "text"),
    field("amount", "currency", { currencies: ["CNY"] }),
    field("quantity", "number", {}),
    field("day", "date"),
    field("at", "dateTime"),
    field("notes", "longText", { maxLength: 33_000 }),
    field("notes2", "longText", { maxLength: 33_000 }),
    field("notes3", "longText", { maxLength: 33_000 }),
    field("notes4", "longText", { maxLength: 33_000 }),
    field("account", "relation", { target: "account", onDelete: "clear" }),
  ],
};

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
  await publishDocuments(admin, [{ kind: "object", body: probe }]);
  const made = await admin.post("/objects/account/records", { values: { name: "案例" } });
  account = made.body.id;
}, 120_000);
afterAll(() => api.stop());

const create = (values: object, headers?: Readonly<Record<string, string>>): Promise<Seen> =>
  admin.post("/objects/probe/records", { values }, headers);
const createRaw = (name: string, literal: string): Promise<Seen> =>
  admin.send("POST", "/objects/probe/records", { raw: `{"values":{"${name}":${literal}}}` });
const read = (id: string): Promise<Seen> => admin.get(`/objects/probe/records/${id}`);

/** Everything the table holds, an item a line. */
async function wholeTable(): Promise<readonly string[]> {
  await api.derived();
  const { client, name } = apiTable().table;
  const items: string[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: name, ...(from ? { ExclusiveStartKey: from } : {}) }),
    );
    items.push(...(page.Items ?? []).map((item) => JSON.stringify(item, sorted)));
    from = page.LastEvaluatedKey;
  } while (from);
  return items.toSorted();
}

/** Properties in the order of their names. */
function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [two]) => (one < two ? -1 : 1)));
}

/** Items that only one of both has. */
function difference(before: readonly string[], after: readonly string[]): readonly string[] {
  const [old, now] = [new Set(before), new Set(after)];
  return [...before.filter((one) => !now.has(one)), ...after.filter((one) => !old.has(one))];
}

describe("R: records", () => {
  it("R02: text that is taken comes back as it was sent; what is none is refused", async () => {
    for (const text of [
      "a\u200b\u202eb",
      "𠮷👩‍👩‍👧",
      "é e\u0301",
      "<b>&amp;</b>",
      "\\u0000",
      "\u0001",
      "a\u0000b",
    ]) {
      const made = await create({ notes: text });
      const isControl = [...text].some((one) => one < " ");
      const kept = made.status === 201 ? (await read(made.body.id)).body.values["notes"] : null;
      const expected = made.status === 201 ? [text, 201, text] : [text, isControl ? 422 : 201, null];
      expect([text, made.status, kept]).toEqual(expected);
    }
    for (const literal of ['"\\ud800"', '"\\udc00x"'])
      expect((await createRaw("notes", literal)).status).toBe(400);
    const long = await createRaw("quantity", "1".repeat(5_000));
    expect(long.status).toBe(422);
    const keys = Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`k${at}`, 1]));
    expect((await create(keys)).status).toBe(422);
  });

  it("R04: no system property is written by anybody", async () => {
    const { body } = await create({ title: "mass" });
    const before = (await read(body.id)).text;
    const names =
      "id tenantId ownerId createdAt createdBy updatedAt updatedBy version roles pk sk ttl deleted";
    for (const name of [...names.split(" "), "workspace", "object", "deletedAt", "stageEnteredAt", "owner"]) {
      const values = { title: "x", [name]: "x" };
      const answers = [
        await create(values),
        await admin.patch(`/objects/probe/records/${body.id}`, { values }, "*"),
        ...(name === "owner"
          ? []
          : [
              await admin.post("/objects/probe/records", { values: { title: "x" }, [name]: "x" }),
              await admin.patch(`/objects/probe/records/${body.id}`, { values: {}, [name]: "x" }, "*"),
            ]),
      ];
      expect([name, ...answers.map((one) => one.status)]).toEqual([name, ...answers.map(() => 422)]);
      const operations = [{ op: "update", id: body.id, values }];
      const [result] = (await admin.post("/objects/probe/bulk", { operations })).body.results;
      expect([name, result?.["status"]]).toEqual([name, 422]);
    }
    expect((await read(body.id)).text).toBe(before);
  });

  it("R05: a number comes back exactly, or is refused", async () => {
    const literals = ["9007199254740993", "1e309", "1e-400", `0.${"1".repeat(40)}`, "9".repeat(39)];
    for (const literal of literals)
      expect([literal, (await createRaw("quantity", literal)).status]).toEqual([literal, 422]);
    for (const [literal, value] of [
      ["-0", 0],
      ["0.30000000000000004", 0.1 + 0.2],
      ["1.50", 1.5],
    ] as const) {
      const made = await createRaw("quantity", literal);
      if (made.status === 201) expect((await read(made.body.id)).body.values["quantity"]).toBe(value);
      else expect([literal, made.status]).toEqual([literal, 422]);
    }
    const money = (amount: string) => create({ amount: { amount, currency: "CNY" } });
    for (const amount of ["1.23456", "1e3", "NaN", "1".repeat(40), "0x10", " 1", ""])
      expect([amount, (await money(amount)).status]).toEqual([amount, 422]);
    const kept = await money("90071992547409.93");
    expect([kept.status, kept.body.values["amount"]]).toEqual([
      201,
      { amount: "90071992547409.93", currency: "CNY" },
    ]);
  });

  it("R06: a day or time that is none is refused; others are the same instant in UTC", async () => {
    for (const day of ["2026-02-30", "10000-01-01", "2026-13-01", "2026-1-1", "20260101", "0000-00-00"])
      expect([day, (await create({ day })).status]).toEqual([day, 422]);
    for (const at of [
      "2026-01-01T00:00:00+14:01",
      "2026-01-01T24:00:01Z",
      "2026-02-30T00:00:00Z",
      "2026-01-01T00:00:00",
      "2016-12-31T23:59:60Z",
    ])
      expect([at, (await create({ at })).status]).toEqual([at, 422]);
    const made = await create({ day: "2028-02-29", at: "2026-03-29T02:30:00+01:00" });
    expect(made.status).toBe(201);
    expect(Date.parse(String(made.body.values["at"]))).toBe(Date.parse("2026-03-29T01:30:00Z"));
  });

  it("R07: a write that is denied leaves no trace anywhere", async () => {
    const { body } = await create({ title: "untouched" });
    const path = `/objects/probe/records/${body.id}`;
    const reader = api.as("reader@acme");
    expect((await reader.get(path)).status).toBe(200);
    const before = await wholeTable();
    const values = { title: "changed" };
    const answers = [
      await reader.patch(path, { values }, "*"),
      await reader.patch(path, { values: { account } }, "*"),
      await reader.send("DELETE", path, { headers: { "if-match": "*" } }),
      await reader.send("POST", `${path}:restore`),
      await reader.post("/objects/probe/records", { values }),
    ];
    expect(answers.map((one) => one.status)).toEqual([403, 403, 403, 404, 403]);
    for (const operation of [
      { op: "update", id: body.id, values },
      { op: "delete", id: body.id },
      { op: "create", values },
    ]) {
      const bulk = await reader.post("/objects/probe/bulk", { operations: [operation] });
      expect([bulk.status, bulk.body.results.map((one) => one["status"])]).toEqual([200, [403]]);
    }
    expect(difference(before, await wholeTable())).toEqual([]);
  });

  it("R08: a reference to what is elsewhere, not shared, deleted or of another object is refused alike", async () => {
    const other = await api.as("admin@globex").post("/objects/account/records", { values: { name: "彼" } });
    const unshared = await api.as("south1@acme").post("/objects/account/records", { values: { name: "南" } });
    const deleted = await admin.post("/objects/account/records", { values: { name: "删" } });
    await admin.send("DELETE", `/objects/account/records/${deleted.body.id}`, {
      headers: { "if-match": "*" },
    });
    const wrong = await create({ title: "not an account" });
    const ids = [other, unshared, deleted, wrong].map((one) => one.body.id);
    const north = api.as("north1@acme");
    const told: unknown[] = [];
    for (const id of [...ids, "01M00000000000000000000000"]) {
      const answer = await north.post("/objects/probe/records", { values: { account: id } });
      told.push([answer.status, answer.body.errors]);
    }
    expect(new Set(told.map((one) => JSON.stringify(one))).size, JSON.stringify(told)).toBe(1);
    expect(told[0]).toMatchObject([422, [{ pointer: "/values/account", code: "invalid_reference" }]]);
  });

  it("R09: If-Match is one strong ETag or a star", async () => {
    const { body } = await create({ title: "match" });
    const path = `/objects/probe/records/${body.id}`;
    const forms = [undefined, 'W/"1"', '"9"', '"1", "2"', "1", '"1"', "*"];
    const patched: number[] = [];
    for (const form of forms)
      patched.push((await admin.patch(path, { values: { title: String(form) } }, form)).status);
    expect(patched).toEqual([428, 412, 412, 400, 400, 200, 200]);
    const removed: number[] = [];
    for (const form of [undefined, 'W/"3"', '"1"', '"1", "3"', '"3"']) {
      const headers = form === undefined ? {} : { "if-match": form };
      removed.push((await admin.send("DELETE", path, { headers })).status);
    }
    expect(removed).toEqual([428, 412, 412, 400, 204]);
  });

  it("R10: bulk answers each item in its place; one record twice is refused, too many is refused whole", async () => {
    const many = Array.from({ length: 200 }, (_, at) => ({
      op: "create",
      values: at === 100 ? { nothing: 1 } : { title: `b${at}` },
    }));
    const { body } = await admin.post("/objects/probe/bulk", { operations: many });
    expect(body.results.map((one) => one["status"])).toEqual(many.map((_, at) => (at === 100 ? 422 : 201)));
    const [first, second] = body.results.map((one) => one["id"]);
    const twice = [first, second, first].map((id) => ({ op: "update", id, values: { title: "t" } }));
    const repeated = await admin.post("/objects/probe/bulk", { operations: twice });
    expect(repeated.body.results.map((one) => one["status"])).toEqual([422, 200, 422]);
    const tooMany = Array.from({ length: limits.bulkOperations + 1 }, () => ({ op: "delete", id: "x" }));
    expect((await admin.post("/objects/probe/bulk", { operations: tooMany })).status).toBe(422);
  });

  it("R11: a record that would be too large is refused before anything is stored, counted in bytes", async () => {
    const before = await wholeTable();
    const wide = "𠮷".repeat(limits.recordBytes / 16);
    const names = ["notes", "notes2", "notes3", "notes4"];
    const answer = await create(Object.fromEntries(names.map((name) => [name, wide])));
    expect([answer.status, answer.body.code]).toEqual([422, "too_large"]);
    expect(difference(before, await wholeTable())).toEqual([]);
  });

  it("R13: an Idempotency-Key is visible ASCII, of one person, and of one request", async () => {
    const values = { title: "once" };
    for (const key of ["k".repeat(256), "a b", "a\u0001", "é", ""])
      expect([key, (await create(values, { "idempotency-key": key })).status]).toEqual([key, 400]);
    const headers = { "idempotency-key": "r13" };
    const [first, again] = [await create(values, headers), await create(values, headers)];
    expect([first.status, again.body.id]).toEqual([201, first.body.id]);
    expect((await create({ title: "other" }, headers)).status).toBe(422);
    const elsewhere = await api
      .as("admin@globex")
      .post("/objects/account/records", { values: { name: "x" } }, headers);
    expect(elsewhere.status).toBe(201);
    const key = api.context.signer.sign("idempotency-key", JSON.stringify(["admin", "r13-open"]));
    const content = `POST /api/v1/objects/probe/records\n${JSON.stringify({ values })}`;
    const fingerprint = api.context.signer.sign("idempotency-body", content);
    await api.context.idempotencyStore.begin("acme", { key, fingerprint, now: api.context.clock.now() });
    const open = await create(values, { "idempotency-key": "r13-open" });
    expect([open.status, open.headers["retry-after"]]).toEqual([409, "1"]);
  });
});
