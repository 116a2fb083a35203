import { describe, expect, it } from "vitest";
import { deal } from "#test/builders/query.ts";
import type { Filter, SortKey } from "../contract/query.ts";
import { planQuery } from "./plan.ts";

const moment = { now: "2025-03-15T04:00:00.000Z", timeZone: "Asia/Shanghai" };

function plan(
  filter: Filter | null,
  sort: readonly SortKey[] = [],
  columns: readonly string[] | null = ["name"],
) {
  return planQuery({
    object: deal,
    filter,
    sort,
    limit: 50,
    columns,
    scope: { kind: "all" },
    ...moment,
    me: "u1",
  });
}

function slotOf(equal: readonly string[], sort: string | null): string | undefined {
  const id = (name: string) => deal.byName.get(name)?.id ?? name;
  const wanted = JSON.stringify([equal.map(id), sort && id(sort)]);
  return deal.indexes.find((one) => JSON.stringify([one.equal, one.sort]) === wanted)?.slot;
}

describe("planQuery", () => {
  it("lists the newest from the record's own partition", () => {
    expect(plan(null)).toMatchObject({
      ok: true,
      value: { source: "base", mode: "walk", direction: "desc" },
    });
  });

  it("walks the index of the sort field, within its range", () => {
    const amount = [{ field: "amount", direction: "desc" }] as const;
    expect(plan({ field: "amount", op: "gte", value: 10 }, amount)).toMatchObject({
      ok: true,
      value: { source: slotOf([], "amount"), mode: "walk", direction: "desc", hydrate: false },
    });
  });

  it("walks a stage's or one's own records newest first without a residual", () => {
    expect(plan({ field: "stage", op: "eq", value: "won" })).toMatchObject({
      ok: true,
      value: { source: slotOf(["stage"], null), mode: "walk", residual: null },
    });
    expect(plan({ field: "owner", op: "eq", value: "@me" })).toMatchObject({
      ok: true,
      value: { source: slotOf(["_o"], null), mode: "walk", residual: null },
    });
  });

  it("merges the ranges of several values, and reads nothing for none", () => {
    const several = plan({ field: "stage", op: "in", value: ["won", "lost", "won"] });
    expect(several.ok && several.value.ranges).toHaveLength(2);
    const none = plan({ field: "stage", op: "in", value: [] });
    expect(none.ok && none.value.ranges).toHaveLength(0);
  });

  it("collects where no index has the order", () => {
    expect(plan(null, [{ field: "city", direction: "asc" }])).toMatchObject({
      ok: true,
      value: { source: expect.any(String) as string, mode: "collect", budget: 8_000 },
    });
  });

  it.each([
    [{ field: "nope", op: "eq", value: 1 }, "/filter/field"],
    [{ field: "stage", op: "contains", value: "w" }, "/filter/op"],
    [{ field: "stage", op: "eq", value: "unknown" }, "/filter/value"],
    [{ field: "score", op: "gt", value: "5" }, "/filter/value"],
    [{ field: "score", op: "in", value: [1, "x"] }, "/filter/value/1"],
    [{ field: "closeDate", op: "lt", value: "2025-02-30" }, "/filter/value"],
    [{ field: "closeDate", op: "lt", value: "@nextYear" }, "/filter/value"],
    [{ field: "owner", op: "eq", value: { $gt: "" } }, "/filter/value"],
    [{ field: "name", op: "eq", value: { S: "x" } }, "/filter/value"],
    [{ field: "createdAt", op: "gt", value: "yesterday" }, "/filter/value"],
  ] as readonly (readonly [Filter, string])[])("refuses %j", (filter, pointer) => {
    const planned = plan({ and: [{ not: filter }] });
    expect(planned.ok ? [] : planned.problems.map((one) => [one.kind, one.pointer])).toEqual([
      ["malformed", pointer.replace("/filter", "/filter/and/0/not")],
    ]);
  });

  it("refuses an order by what has none", () => {
    const planned = plan(null, [{ field: "tags", direction: "asc" }]);
    expect(planned.ok ? [] : planned.problems.map((one) => one.pointer)).toEqual(["/sort/0/field"]);
  });
});
