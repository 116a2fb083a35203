import { afterAll, beforeAll, expect, it } from "vitest";
import { startApi, type ApiUnderTest } from "./api-under-test.ts";
import { ChangeWorld, field, thing, type FieldBody } from "./change-world.ts";

const LONG = 120_000;
let api: ApiUnderTest;
let world: ChangeWorld;

beforeAll(async () => {
  api = await startApi();
  world = new ChangeWorld(api);
  const due = field("due", "date");
  expect(await world.publish({ ...thing, fields: [...thing.fields, due] })).toBe(true);
  const operations = Array.from({ length: 12 }, (_, at) => ({
    op: "create",
    values: {
      name: `Thing ${String(at)}`,
      amount: at,
      stage: "new",
      due: `2026-0${String((at % 3) + 1)}-15`,
    },
  }));
  const made = await world.admin.post("/objects/thing/bulk", { operations });
  expect(made.body.results.every((one) => one.status === 201)).toBe(true);
}, LONG);
afterAll(() => api.stop());

const byMonth = () =>
  world.admin.post("/objects/thing/aggregate", {
    groupBy: ["due:month"],
    measures: [{ fn: "count" }, { fn: "sum", field: "amount" }],
  });

async function change(name: string, more: Partial<FieldBody> | null): Promise<void> {
  const before = await world.definition();
  const fields = before.fields.flatMap((one) => {
    if (one.apiName !== name) return [one];
    return more ? [{ ...one, ...more }] : [];
  });
  expect(await world.publish({ ...before, fields })).toBe(true);
}

it(
  "a date that becomes indexed is counted by month once all records were gone through, and right all the time",
  async () => {
    const expected = ["2026-01", "2026-02", "2026-03"].map((month, at) => ({
      key: { "due:month": month },
      count: 4,
      sum_amount: String(18 + at * 4),
    }));
    expect((await byMonth()).body).toMatchObject({ groups: expected, source: "records" });
    await change("due", { indexed: true });
    expect((await byMonth()).body).toMatchObject({ groups: expected, source: "records" });
    expect((await world.admin.get("/objects/thing/statistics")).body["rebuilding"]).toBe(true);
    await world.runAll();
    expect((await byMonth()).body).toMatchObject({ groups: expected, source: "counters" });
    expect(await world.findings()).toEqual([]);
    await change("due", { indexed: false });
    await world.runAll();
    expect((await byMonth()).body).toMatchObject({ groups: expected, source: "records" });
    expect(await world.findings()).toEqual([]);
  },
  LONG,
);

it(
  "a new choice counts the records of before as having none, and a deleted field is counted no more",
  async () => {
    const before = await world.definition();
    const options = [{ value: "a", label: { "zh-CN": "a", en: "a" } }];
    const kind = field("kind", "select", { settings: { options } });
    expect(await world.publish({ ...before, fields: [...before.fields, kind] })).toBe(true);
    await world.runAll();
    const measures = [{ fn: "count" }];
    const answer = await world.admin.post("/objects/thing/aggregate", { groupBy: ["kind"], measures });
    expect(answer.body).toMatchObject({ groups: [{ key: { kind: null }, count: 12 }], source: "counters" });
    await change("amount", null);
    await world.runAll();
    expect(await world.findings()).toEqual([]);
    const { version } = await world.admin.get("/metadata/versions").then(({ body }) => body.items[1] ?? body);
    const plan = await world.admin.post("/metadata/rollback", { version });
    expect(plan.status, plan.text).toBe(200);
    world.fresh();
    await world.runAll();
    expect(await world.findings()).toEqual([]);
    const sums = await world.admin.post("/objects/thing/aggregate", {
      groupBy: ["stage"],
      measures: [{ fn: "sum", field: "amount" }],
    });
    expect(sums.body).toMatchObject({ groups: [{ sum_amount: "66" }], source: "counters" });
  },
  LONG,
);
