import { describe, expect, it } from "vitest";
import { aField, anObject, aWorkspaceModel, objectOf } from "#test/builders/model.ts";
import type { RecordScope } from "../access/decide.ts";
import type { Filter, ObjectStatistics, SortKey } from "../contract/query.ts";
import { planChoices, type Planning } from "./plan.ts";

const choice = (value: string) => ({ value, label: { "zh-CN": value, en: value } });
const model = aWorkspaceModel([
  anObject("deal", [
    aField("phase", "select", { indexed: true, settings: { options: ["new", "won"].map(choice) } }),
    aField("amount", "number", { indexed: true }),
    aField("city", "text"),
    aField("account", "relation", { settings: { target: "deal", onDelete: "clear" } }),
    aField("contact", "relation", { settings: { target: "deal", onDelete: "clear" } }),
  ]),
]);
const deal = objectOf(model, "deal");

/** 100,000 records of 100 owners in two phases, one of which is rare. */
const statistics: ObjectStatistics = {
  total: 100_000,
  counts: new Map([
    ["_o", new Map(Array.from({ length: 100 }, (_, at) => [`u${at}`, 1_000]))],
    [
      "f_phase",
      new Map([
        ["new", 99_950],
        ["won", 50],
      ]),
    ],
  ]),
};
const everyone: RecordScope = { kind: "all" };
const byAmount: readonly SortKey[] = [{ field: "amount", direction: "desc" }];

function planned(
  filter: Filter | null,
  given: {
    readonly sort?: readonly SortKey[];
    readonly scope?: RecordScope;
    readonly known?: ObjectStatistics | null;
    readonly prefer?: string;
  } = {},
): Planning {
  const { sort = [], scope = everyone, known = statistics, prefer } = given;
  const found = planChoices({
    ...{ object: deal, filter, sort, limit: 50, columns: ["name"], scope, statistics: known },
    ...(prefer === undefined ? {} : { prefer }),
  });
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return found.value;
}

const eq = (field: string, value: string): Filter => ({ field, op: "eq", value });

describe("planning by what is counted", () => {
  it("costs whoever sees one record in a hundred at most twice what it costs an administrator", () => {
    for (const sort of [[], byAmount]) {
      const whole = planned(null, { sort });
      const mine = planned(null, { sort, scope: { kind: "owners", owners: new Set(["u7"]) } });
      expect(mine.estimate.capacity).toBeLessThanOrEqual(2 * whole.estimate.capacity);
      expect(mine.plan).toMatchObject({ mode: "walk", residual: null });
      const team = planned(null, { sort, scope: { kind: "owners", owners: new Set(["u1", "u2", "u3"]) } });
      expect(team.plan.ranges).toHaveLength(3);
      expect(team.estimate.capacity).toBeLessThanOrEqual(2 * whole.estimate.capacity);
    }
  });

  it("sorts the few of a rare choice, and walks past the others where nearly all have it", () => {
    const byName: readonly SortKey[] = [{ field: "name", direction: "asc" }];
    expect(planned(eq("phase", "won"), { sort: byName }).plan.mode).toBe("collect");
    expect(planned(eq("phase", "won"), { sort: byName }).estimate.rows).toBeCloseTo(50);
    const common = planned(eq("phase", "new"), { sort: byName });
    expect(common.plan.mode).toBe("walk");
    expect(common.estimate.rows).toBeLessThan(60);
  });

  it("reads a small object whole and sorts it in memory", () => {
    const known = { total: 300, counts: new Map() };
    const small = planned(null, { sort: [{ field: "city", direction: "asc" }], known });
    expect(small).toMatchObject({ plan: { mode: "collect" }, estimate: { rows: 300 } });
    expect(small.estimate.rows).toBeLessThanOrEqual(small.plan.budget);
  });

  it("puts two thin indexes together before reading records whole", () => {
    const both = planned({ and: [eq("account", "A"), eq("contact", "C")] });
    expect(both.plan.within).toHaveLength(1);
    expect(both.estimate.capacity).toBeLessThan(planned(eq("account", "A")).estimate.capacity * 2);
  });

  it("reads alternatives from an index each, in order", () => {
    const either = planned({ or: [eq("phase", "won"), eq("owner", "u1")] }, { sort: byAmount });
    expect(either.plan).toMatchObject({ mode: "walk", residual: null });
    expect(new Set(either.plan.ranges.map((one) => one.source)).size).toBe(2);
  });

  it("goes on by the plan a page before was read by, whatever is counted meanwhile", () => {
    const sort: readonly SortKey[] = [{ field: "name", direction: "asc" }];
    const first = planned(eq("phase", "new"), { sort });
    const rare = { total: 100_000, counts: new Map([["f_phase", new Map([["new", 10]])]]) };
    const next = planned(eq("phase", "new"), { sort, known: rare, prefer: first.name });
    expect(next.name).toBe(first.name);
    expect(planned(eq("phase", "new"), { sort, known: rare }).name).not.toBe(first.name);
  });
});

describe("advice", () => {
  it("names equalities and the order, and nothing where the index is there", () => {
    const filter: Filter = { and: [eq("phase", "won"), eq("city", "上海")] };
    const sort: readonly SortKey[] = [{ field: "name", direction: "asc" }];
    expect(planned(filter, { sort }).advice).toEqual({ equal: ["phase", "city"], sort: "name" });
    expect(planned(eq("phase", "won"), { sort: byAmount }).advice).toBeNull();
    expect(planned({ field: "city", op: "startsWith", value: "上" }).advice).toEqual({
      equal: [],
      sort: "city",
    });
    expect(planned(null).advice).toBeNull();
  });

  it("leads to a plan of one range once it is followed", () => {
    const sort: readonly SortKey[] = [{ field: "city", direction: "desc" }];
    const { advice } = planned(eq("phase", "won"), { sort });
    const { definition } = deal;
    const wanted = [{ apiName: "advised", equal: [...(advice?.equal ?? [])], sort: advice?.sort ?? "" }];
    const better = objectOf(aWorkspaceModel([{ ...definition, indexes: wanted }]), "deal");
    const request = { filter: eq("phase", "won"), sort, limit: 50, columns: ["name"], scope: everyone };
    const found = planChoices({ object: better, ...request, statistics });
    expect(found.ok && found.value).toMatchObject({ advice: null, plan: { mode: "walk", residual: null } });
  });
});
