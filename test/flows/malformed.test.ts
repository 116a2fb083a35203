import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isPublic } from "#functions/http/route.ts";
import { startApi, type ApiUnderTest, type Client, type Sending } from "./api-under-test.ts";

let api: ApiUnderTest;
let admin: Client;

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
});
afterAll(() => api.stop());

const post = (sending: Sending) => admin.send("POST", "/objects/task/records", sending);

it("R01, R02, R03: refuses bodies that are no JSON object of the right kind", async () => {
  const bodies: readonly (readonly [string, number])[] = [
    ["", 400],
    ["{", 400],
    ["{}{}", 400],
    ['{"values":{},}', 400],
    ["\uFEFF{}", 400],
    ['{"values":NaN}', 400],
    ['{"values":{},"values":{}}', 400],
    [`{"values":${"[".repeat(20_000)}${"]".repeat(20_000)}}`, 400],
    ['{"values":{"subject":"\\ud800"}}', 400],
    ["[]", 422],
    ['"x"', 422],
    ["1", 422],
    ["null", 422],
    ["{}", 422],
    ['{"values":[]}', 422],
    ['{"values":null}', 422],
    ['{"values":{},"id":"x"}', 422],
    ['{"values":{"__proto__":{"polluted":1}}}', 422],
    ['{"values":{"constructor":{"prototype":{"polluted":1}}}}', 422],
    ['{"values":{"subject":"x","version":7}}', 422],
    [
      JSON.stringify({ values: Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`k${at}`, 1])) }),
      422,
    ],
    [JSON.stringify({ values: { subject: "x".repeat(1_048_576) } }), 413],
  ];
  for (const [raw, status] of bodies) {
    const seen = await post({ raw });
    expect(seen.status, raw.slice(0, 60)).toBe(status);
    expect(seen.headers["content-type"]).toBe("application/problem+json");
    expect(seen.text.length).toBeLessThan(20_000);
  }
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  expect((await post({ raw: Buffer.from([0x7b, 0xff]).toString("base64"), base64: true })).status).toBe(400);
});

it("takes JSON only, one value per query parameter, and known methods", async () => {
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""]) {
    expect((await post({ body: {}, headers: { "content-type": type } })).status, type).toBe(415);
  }
  const charset = { "content-type": "application/json; charset=utf-8" };
  expect((await post({ body: { values: { subject: "x" } }, headers: charset })).status).toBe(201);
  expect((await admin.get("/search?q=a&q=b")).status).toBe(400);
  expect((await admin.get("/search?q=a&limit=0")).status).toBe(400);
  expect((await admin.get("/search")).status).toBe(400);
  const put = await admin.send("PUT", "/objects/task/records/x", { body: {} });
  expect([put.status, put.headers["allow"]]).toEqual([405, "DELETE, GET, PATCH"]);
  expect((await admin.get("/nothing/here")).status).toBe(404);
  expect((await admin.send("GET", "/me", { raw: "ignored" })).status).toBe(200);
});

it("names the limit of a query that asks for too much", async () => {
  const atom = { field: "status", op: "eq", value: "open" };
  const bodies: readonly object[] = [
    { limit: 0 },
    { limit: -1 },
    { limit: 1e9 },
    { limit: "5" },
    { cursor: 5 },
    { sort: "subject" },
    { sort: [{ field: "notes", direction: "asc" }] },
    { sort: [{ field: "subject", direction: "up" }] },
    { fields: [] },
    { fields: ["a.b.c"] },
    { filter: { and: Array.from({ length: 10_000 }, () => atom) } },
    { filter: { field: "status", op: "in", value: Array.from({ length: 100_000 }, () => "open") } },
    { filter: { field: "status", op: "like", value: "x" } },
    { filter: { field: "due_date", op: "eq", value: { $gt: "" } } },
    { filter: { field: "due_date", op: "between", value: ["2026-02-30", "x"] } },
    { filter: { $where: "1" } },
    { filter: [] },
    { filter: "status = open" },
  ];
  for (const body of bodies) {
    const seen = await admin.post("/objects/task/query", body);
    expect([400, 413], JSON.stringify(body).slice(0, 80)).toContain(seen.status);
  }
  expect((await admin.post("/objects/task/query", { nonsense: 1 })).status).toBe(422);
});

it("never fails on any input to any route", async () => {
  const routes = api.routes.filter((one) => !isPublic(one));
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.constantFrom("task", "..", "%00", "__proto__", "a:b", "*"),
  );
  const call = fc.record({
    route: fc.constantFrom(...routes),
    ids: fc.array(text, { minLength: 2, maxLength: 2 }),
    query: fc.option(text),
    body: fc.oneof(
      fc.json(),
      fc.string(),
      fc.constantFrom(
        '{"values":{"subject":1}}',
        '{"operations":[null]}',
        '{"filter":{"and":[1]}}',
        '{"measures":[{}]}',
        '{"files":[{}]}',
        '{"version":1e308}',
        '{"plan":"x"}',
      ),
    ),
    match: fc.constantFrom("*", '"1"', "x", ""),
  });
  await fc.assert(
    fc.asyncProperty(call, async ({ route, ids, query, body, match }) => {
      let at = 0;
      const path = route.path
        .replace("{object}", "task")
        .replaceAll(/\{\w+\}/g, () => encodeURIComponent(wellFormed(ids[at++ % 2] ?? "") || "x"));
      const target =
        query === null
          ? path
          : `${path}?limit=${encodeURIComponent(wellFormed(query))}&q=${encodeURIComponent(wellFormed(query))}`;
      const raw = route.describe.body ? { raw: body } : {};
      const seen = await admin.send(route.method, target, { ...raw, headers: { "if-match": match } });
      expect(seen.status, `${route.method} ${target} ${body}`).toBeLessThan(500);
    }),
    { numRuns: 400 },
  );
});

function wellFormed(text: string): string {
  return text.replaceAll(/[\uD800-\uDFFF]/g, "");
}
