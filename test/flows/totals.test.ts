import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type ApiUnderTest, type Body, type Client } from "./api-under-test.ts";

const LONG = 120_000;
const COUNT_AND_SUM = [{ fn: "count" }, { fn: "sum", field: "amount" }];

let api: ApiUnderTest;
let admin: Client;
let account: string;

const days = ["2026-01-31", "2026-02-01", "2026-03-15", "2027-01-01"];
const owners = ["north1", "north2", "south1", "solo"];

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
  account = (await admin.post("/objects/account/records", { values: { name: "云启科技" } })).body.id;
  const operations = Array.from({ length: 40 }, (_, at) => ({
    op: "create",
    owner: owners[at % owners.length],
    values: {
      name: `合计 ${at}`,
      account,
      stage: at % 3 === 0 ? "proposal" : "qualified",
      ...(at % 4 === 3 && at % 3 !== 0 ? {} : { amount: { amount: `${at}.10`, currency: "CNY" } }),
      ...(at % 5 === 4 ? {} : { close_date: days[at % days.length] }),
    },
  }));
  const made = await admin.post("/objects/deal/bulk", { operations });
  expect(made.body.results.map((one) => one.status)).toEqual(operations.map(() => 201));
  await api.derived();
}, LONG);
afterAll(() => api.stop());

const ask = (client: Client, body: object) => client.post("/objects/deal/aggregate", body);
/** Each group as text, so that two answers are compared whatever their order. */
const plain = (body: Body) => body.groups.map((one) => JSON.stringify(Object.entries(one).sort())).sort();
/** A condition that every deal meets and that no counter knows. */
const everyDeal = { field: "name", op: "isNotEmpty" };

async function bothWays(
  client: Client,
  body: { readonly filter?: object | null; readonly [more: string]: unknown },
) {
  const { filter = null } = body;
  const fast = await ask(client, body);
  const slow = await ask(client, { ...body, filter: filter ? { and: [filter, everyDeal] } : everyDeal });
  expect([fast.status, slow.status]).toEqual([200, 200]);
  expect(fast.body["source"]).toBe("counters");
  expect(slow.body).toMatchObject({ source: "records", complete: true });
  expect(plain(fast.body)).toEqual(plain(slow.body));
  return fast.body;
}

describe("totals", () => {
  it(
    "come from counters where they know the answer, and are those of the records",
    async () => {
      const measures = [...COUNT_AND_SUM, { fn: "avg", field: "amount" }];
      for (const groupBy of [
        [],
        ["stage"],
        ["owner"],
        ["stage", "owner"],
        ["close_date:month"],
        ["close_date:quarter"],
        ["close_date:year", "owner"],
        ["createdAt:month"],
      ]) {
        await bothWays(admin, { groupBy, measures });
      }
      for (const filter of [
        { field: "stage", op: "in", value: ["proposal", "won"] },
        { field: "stage", op: "ne", value: "proposal" },
        { field: "owner", op: "eq", value: "north1" },
        {
          and: [
            { field: "stage", op: "eq", value: "qualified" },
            { not: { field: "owner", op: "eq", value: "solo" } },
          ],
        },
      ]) {
        await bothWays(admin, { filter, groupBy: ["stage"], measures });
      }
      const quarter = { field: "close_date", op: "between", value: ["2026-01-01", "2026-03-31"] };
      const answer = await bothWays(admin, { filter: quarter, groupBy: ["close_date:month"], measures });
      expect(answer.groups.map((one) => one.key["close_date:month"])).toEqual([
        "2026-01",
        "2026-02",
        "2026-03",
      ]);
    },
    LONG,
  );

  it("are added up from records where a condition divides a month, and where only records know", async () => {
    const sourceOf = async (op: string, value: string) => {
      const body = { filter: { field: "close_date", op, value }, groupBy: ["close_date:month"] };
      const { source, complete } = (await ask(admin, { ...body, measures: COUNT_AND_SUM })).body;
      return [source, complete];
    };
    for (const [op, value] of [
      ["lt", "2026-03-10"],
      ["lte", "2026-01-15"],
      ["eq", "2026-02-01"],
    ] as const) {
      expect(await sourceOf(op, value)).toEqual(["records", true]);
    }
    for (const [op, value] of [
      ["lt", "2026-03-01"],
      ["lte", "2026-01-31"],
      ["gt", "2026-05-10"],
    ] as const) {
      expect(await sourceOf(op, value)).toEqual(["counters", true]);
    }
    const ends = await ask(admin, {
      measures: [
        { fn: "min", field: "amount" },
        { fn: "max", field: "amount" },
      ],
    });
    expect(ends.body).toMatchObject({ source: "records", groups: [{ key: {} }] });
    const byDay = await ask(admin, { groupBy: ["close_date:day"], measures: [{ fn: "count" }] });
    expect(byDay.body.groups.map((one) => one.key["close_date:day"])).toEqual([...days, null]);
  });

  it("name the records and people they are grouped by", async () => {
    const answer = await ask(admin, { groupBy: ["account", "owner"], measures: [{ fn: "count" }] });
    expect(answer.body.references).toMatchObject({
      [`account/${account}`]: "云启科技",
      "user/north1": "Person north1",
    });
  });

  it("Q03: a hidden field is neither grouped by nor measured, the same as one that does not exist", async () => {
    const blind = api.as("blind@acme");
    for (const field of ["amount", "ghost"]) {
      for (const body of [
        { groupBy: [field], measures: [{ fn: "count" }] },
        { measures: [{ fn: "sum", field }] },
        { measures: [{ fn: "min", field }] },
        { filter: { field, op: "isEmpty" }, measures: [{ fn: "count" }] },
        { groupBy: [`${field}:month`], measures: [{ fn: "count" }] },
      ]) {
        expect(await ask(blind, body)).toMatchObject({ status: 403, body: { code: "field_forbidden" } });
      }
    }
    expect((await ask(blind, { groupBy: ["stage"], measures: [{ fn: "count" }] })).status).toBe(200);
  });

  it(
    "Q07: counts, sums and filled fields are those of the records within reach, and so is every group",
    async () => {
      const own = { north1: ["north1", "north2"], south1: ["south1"], solo: ["solo"], reader: owners };
      for (const [person, reach] of Object.entries(own)) {
        const client = api.as(`${person}@acme`);
        const mine = { field: "owner", op: "in", value: reach };
        for (const groupBy of [[], ["stage"], ["owner"], ["close_date:month"]]) {
          const seen = await bothWays(client, { groupBy, measures: COUNT_AND_SUM });
          const expected = await ask(admin, { filter: mine, groupBy, measures: COUNT_AND_SUM });
          expect(plain(seen)).toEqual(plain(expected.body));
        }
        const statistics = await client.get("/objects/deal/statistics");
        const listed = await client.post("/objects/deal/query", { count: true, limit: 1 });
        expect(statistics.body["total"]).toBe(listed.body.count);
      }
    },
    LONG,
  );

  it("come line by line to those who ask for lines, the last with everything together", async () => {
    const headers = { accept: "application/x-ndjson" };
    const body = { filter: everyDeal, groupBy: ["stage"], measures: COUNT_AND_SUM };
    const answer = await admin.post("/objects/deal/aggregate", body, headers);
    expect(answer.headers["content-type"]).toBe("application/x-ndjson");
    const lines = answer.text
      .trimEnd()
      .split("\n")
      .map((one) => JSON.parse(one) as Record<string, unknown>);
    const whole = await ask(admin, body);
    expect(lines.flatMap((one) => one["group"] ?? [])).toEqual(whole.body.groups);
    expect(lines[0]).toMatchObject({ progress: { itemsRead: 40, groups: 2 } });
    expect(lines.at(-1)).toMatchObject({ totals: { count: 40 }, complete: true, source: "records" });
    expect(whole.body["totals"]).toEqual(lines.at(-1)?.["totals"]);
  });

  it("tell bad questions from good ones, with the place of what is wrong", async () => {
    const bad: readonly (readonly [object, number, string])[] = [
      [{ groupBy: ["stage", "owner", "name"], measures: [{ fn: "count" }] }, 400, "/groupBy"],
      [{ groupBy: ["close_date:week"], measures: [{ fn: "count" }] }, 400, "/groupBy/0"],
      [{ groupBy: ["stage", "close_date:month:day"], measures: [{ fn: "count" }] }, 400, "/groupBy/1"],
      [{ groupBy: ["stage:month"], measures: [{ fn: "count" }] }, 422, "/groupBy/0"],
      [{ groupBy: ["account.name"], measures: [{ fn: "count" }] }, 422, "/groupBy/0"],
      [{ measures: [] }, 400, "/measures"],
      [{ measures: [{ fn: "median", field: "amount" }] }, 400, "/measures/0"],
      [{ measures: [{ fn: "count" }, { fn: "sum", field: "name" }] }, 422, "/measures/1/field"],
      [{ filter: { field: "stage", op: "lt", value: "x" }, measures: [{ fn: "count" }] }, 400, "/filter/op"],
    ];
    for (const [body, status, pointer] of bad) {
      const answer = await ask(admin, body);
      expect([answer.status, answer.body.errors[0]?.["pointer"]], JSON.stringify(body)).toEqual([
        status,
        pointer,
      ]);
    }
  });

  it("cost two read units for count and sum by stage", async () => {
    const body = { groupBy: ["stage"], measures: COUNT_AND_SUM };
    const answer = await admin.post("/objects/deal/aggregate", body, { "x-explain": "1" });
    const [, read = "99"] = /read=([\d.]+)/.exec(answer.headers["x-consumed-capacity"] ?? "") ?? [];
    expect(Number(read)).toBeLessThanOrEqual(2);
  });

  it("know how many records have a value of each field, right after changes and deletions too", async () => {
    const filledOf = async (field: string) => {
      await api.derived();
      const { body } = await admin.get("/objects/deal/statistics");
      const fields = body["fields"] as readonly { readonly field: string; readonly filled: number }[];
      return [body["total"], fields.find((one) => one.field === field)?.filled];
    };
    expect(await filledOf("close_date")).toEqual([40, 32]);
    const values = { name: "空", account, stage: "qualified", close_date: "2026-05-01" };
    const made = await admin.post("/objects/deal/records", { values });
    const path = `/objects/deal/records/${made.body.id}`;
    expect(await filledOf("close_date")).toEqual([41, 33]);
    expect((await admin.patch(path, { values: { close_date: null } }, "*")).status).toBe(200);
    expect(await filledOf("close_date")).toEqual([41, 32]);
    await admin.send("DELETE", path, { headers: { "if-match": "*" } });
    expect(await filledOf("close_date")).toEqual([40, 32]);
    await admin.post(`${path}:restore`, {});
    expect(await filledOf("name")).toEqual([41, 41]);
    await admin.send("DELETE", path, { headers: { "if-match": "*" } });
    const blind = await api.as("blind@acme").get("/objects/deal/statistics");
    expect(JSON.stringify(blind.body)).not.toContain("amount");
    expect((await api.as("nobody@acme").get("/objects/deal/statistics")).status).toBe(404);
  });
});
