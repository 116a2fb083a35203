import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { limits } from "#engine";
import { startApi, type ApiUnderTest, type Client } from "./api-under-test.ts";

let api: ApiUnderTest;
let admin: Client;

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
});
afterAll(() => api.stop());

const code = (body: { readonly code: string; readonly errors?: readonly { readonly code: string }[] }) =>
  body.errors?.[0]?.code ?? body.code;
const times = <One>(count: number, make: (at: number) => One): readonly One[] =>
  Array.from({ length: count }, (_, at) => make(at));

it("publishes every limit with what is answered one above it", async () => {
  const { status, body } = await api.as("reader@acme").get("/limits");
  expect(status).toBe(200);
  const published = new Map(body.items.map((one) => [one["name"], one["value"]]));
  expect(Object.fromEntries(published)).toEqual(limits);
  for (const one of body.items) expect(one["label"]).toHaveProperty("zh-CN");
});

describe("requests at their limits", () => {
  const task = (values: object) => ({ values: { subject: "x", ...values } });

  it("bytes of a body", async () => {
    const body = (bytes: number) => {
      const empty = JSON.stringify(task({ notes: "" })).length;
      return JSON.stringify(task({ notes: "x".repeat(bytes - empty) }));
    };
    for (const [bytes, status] of [
      [limits.requestBytes - 1, 422],
      [limits.requestBytes, 422],
      [limits.requestBytes + 1, 413],
    ] as const)
      expect((await admin.send("POST", "/objects/task/records", { raw: body(bytes) })).status).toBe(status);
  });

  it("nesting of JSON", async () => {
    const nested = (levels: number) => `{"values":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;
    for (const [levels, expected] of [
      [limits.jsonDepth - 1, 422],
      [limits.jsonDepth, 422],
      [limits.jsonDepth + 1, 400],
    ] as const)
      expect((await admin.send("POST", "/objects/task/records", { raw: nested(levels) })).status).toBe(
        expected,
      );
  });

  it("records on a page, conditions, values of “in”", async () => {
    const query = async (body: object) => (await admin.post("/objects/task/query", body)).status;
    const atom = { field: "status", op: "eq", value: "open" };
    const asked: readonly (readonly [number, (count: number) => object])[] = [
      [limits.pageSize, (count) => ({ limit: count })],
      [limits.filterConditions, (count) => ({ filter: { and: times(count, () => atom) } })],
      [
        limits.filterValues,
        (count) => ({ filter: { field: "status", op: "in", value: times(count, () => "open") } }),
      ],
    ];
    for (const [most, body] of asked) {
      expect(await query(body(most - 1))).toBe(200);
      expect(await query(body(most))).toBe(200);
      expect(await query(body(most + 1))).toBe(400);
    }
  });

  it("operations in bulk", async () => {
    const bulk = (count: number) =>
      admin.post("/objects/task/bulk", {
        operations: times(count, (at) => ({ op: "delete", id: `none${at}` })),
      });
    expect((await bulk(limits.bulkOperations - 1)).status).toBe(200);
    expect((await bulk(limits.bulkOperations)).status).toBe(200);
    const beyond = await bulk(limits.bulkOperations + 1);
    expect([beyond.status, code(beyond.body)]).toEqual([422, "limit"]);
  });
});
