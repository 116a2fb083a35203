import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cellsFor,
  countedDimensions,
  dateIn,
  Decimal,
  groupCells,
  grouping,
  limits,
  matchesFilter,
  measureName,
  readGroupKey,
  resolveFilter,
  type CellQuestion,
  type Filter,
  type GroupKey,
  type Json,
  type Measure,
  type StoredRecord,
} from "#engine";
import { cellShares } from "#functions/operations/derive/cell-shares.ts";
import { addShares, type Recount } from "#functions/operations/verify/count-cells.ts";
import { aField, anObject, aWorkspaceModel, objectOf } from "#test/builders/model.ts";
import { deal, dealModel, deals, filters } from "#test/builders/query.ts";

const timeZone = "Asia/Shanghai";
const model = { ...dealModel, workspace: { ...dealModel.workspace, timeZone } };
const moment = { now: "2025-03-15T04:00:00.000Z", timeZone, me: "u1" };

const keyOf = (text: string): GroupKey => readGroupKey(text) as GroupKey;
const keys = [
  "stage",
  "owner",
  "account",
  "city",
  "tags",
  "score",
  "closeDate",
  ...["closeDate", "createdAt"].flatMap((name) =>
    ["day", "month", "quarter", "year"].map((unit) => `${name}:${unit}`),
  ),
];
const groupBys = fc.uniqueArray(fc.constantFrom(...keys), { maxLength: 2 });
const measures = fc.uniqueArray(
  fc.oneof(
    fc.constant<Measure>({ fn: "count" }),
    fc.record({
      fn: fc.constantFrom("sum", "avg", "min", "max"),
      field: fc.constantFrom("amount", "score"),
    }) as fc.Arbitrary<Measure>,
  ),
  { minLength: 1, maxLength: 4, selector: measureName },
);
/** Filters that counters often know, beside any. */
const counted: fc.Arbitrary<Filter> = fc.oneof(
  fc.subarray(["new", "talk", "won"]).map((value): Filter => ({ field: "stage", op: "in", value })),
  fc.constantFrom("u1", "@me").map((value): Filter => ({ field: "owner", op: "eq", value })),
  fc
    .tuple(
      fc.constantFrom("lt", "lte", "gt", "gte", "eq", "ne"),
      fc.constantFrom("2025-01-31", "2025-02-01", "2025-03-01", "@thisMonth", "@thisQuarter", "@thisYear"),
      fc.constantFrom("closeDate", "createdAt"),
    )
    .map(([op, value, field]) => ({ field, op, value }) as Filter),
);
const anyFilter = fc.option(
  fc.oneof(
    filters,
    counted,
    fc.tuple(counted, counted).map((and): Filter => ({ and })),
  ),
);

/** Written down as simply as it can be said. */
function byHand(records: readonly StoredRecord[], groupBy: readonly string[], asked: readonly Measure[]) {
  const groups = new Map<string, StoredRecord[]>(groupBy.length === 0 ? [["[]", []]] : []);
  for (const record of records) {
    const key = JSON.stringify(groupBy.map((text) => partOf(record, text)));
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return [...groups].map(([key, members]) => ({
    key: Object.fromEntries((JSON.parse(key) as Json[]).map((value, at) => [groupBy[at] ?? "", value])),
    ...Object.fromEntries(asked.map((one) => [measureName(one), measuredByHand(members, one)])),
  }));
}

function partOf(record: StoredRecord, text: string): Json {
  const [name = "", unit] = text.split(":");
  const field = deal.byName.get(name);
  const value = (field ? record.values[field.id] : (record as never)[name]) as Json | undefined;
  if (value === undefined || value === null || unit === undefined) return value ?? null;
  return periodByHand(name === "createdAt" ? dateIn(String(value), timeZone) : String(value), unit);
}

function periodByHand(day: string, unit: string): Json {
  const [year = "", month = ""] = day.split("-");
  const quarter = `${year}-Q${String(Math.floor((Number(month) - 1) / 3) + 1)}`;
  return { day, month: `${year}-${month}`, quarter, year }[unit] ?? null;
}

function measuredByHand(members: readonly StoredRecord[], measure: Measure): Json {
  if (measure.fn === "count") return members.length;
  const sum = (all: readonly Decimal[]) => all.reduce((one, other) => one.plus(other), new Decimal(0));
  const result = {
    sum,
    avg: (all: readonly Decimal[]) => sum(all).dividedBy(all.length),
    min: (all: readonly Decimal[]) => Decimal.min(...all),
    max: (all: readonly Decimal[]) => Decimal.max(...all),
  }[measure.fn];
  const shown = [...amountsByHand(members, measure.field)].map(
    ([unit, all]) => [unit, plain(result(all).toFixed())] as const,
  );
  if (shown.length === 0) return null;
  return shown.length === 1 ? (shown[0]?.[1] ?? null) : Object.fromEntries(shown);
}

function amountsByHand(members: readonly StoredRecord[], name: string): ReadonlyMap<string, Decimal[]> {
  const id = deal.byName.get(name)?.id ?? "";
  const units = new Map<string, Decimal[]>();
  for (const record of members) {
    const value = record.values[id] ?? null;
    if (value === null) continue;
    const money = value as { readonly amount: string; readonly currency: string };
    const [unit, amount] = name === "amount" ? [money.currency, money.amount] : ["", Number(value)];
    units.set(unit, [...(units.get(unit) ?? []), new Decimal(amount)]);
  }
  return units;
}

/** Digits of a currency aside, which have tests of their own. */
function plain(value: Json): Json {
  if (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)) return new Decimal(value).toFixed();
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
}

const sortable = (groups: readonly object[]) =>
  groups
    .map((one) => {
      const { key, units: _units, ...measured } = one as { readonly key: object; readonly units?: object };
      return JSON.stringify([
        key,
        Object.entries(plain(measured as Json) as object).map(([name, value]) => [
          name,
          ordered(value as Json),
        ]),
      ]);
    })
    .sort();

function ordered(value: Json): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe("totals", () => {
  it("of any grouping over any filter are what counting by hand gives, from records and from counters", () => {
    const answered = { records: 0, counters: 0 };
    fc.assert(
      fc.property(fc.tuple(deals, anyFilter, groupBys, measures), ([records, filter, groupBy, asked]) => {
        const resolved = filter ? resolveFilter(deal, filter, moment) : null;
        if (resolved && !resolved.ok) throw new Error(JSON.stringify(resolved.problems));
        const condition = resolved?.value ?? null;
        const matching = records.filter((one) => !condition || matchesFilter(deal, condition, one));
        const expected = sortable(byHand(matching, groupBy, asked));
        const question: CellQuestion = {
          groupBy: groupBy.map(keyOf),
          measures: asked,
          timeZone,
          filter: condition,
        };
        const groups = grouping(deal, question);
        for (const record of matching) groups.addRecord(record);
        expect(sortable(groups.groups())).toEqual(expected);
        answered.records += 1;
        const key = cellsFor(deal, question);
        if (key === null) return;
        const recount: Recount = {};
        for (const one of records) addShares(recount, cellShares(model, deal, one));
        const cells = Object.values(recount).filter((one) => one.fieldId === key);
        const fromCells = groupCells(deal, question, { key, cells });
        if (fromCells === null) return;
        expect(sortable(fromCells.groups())).toEqual(expected);
        expect(ordered(fromCells.totals())).toEqual(ordered(groups.totals()));
        answered.counters += 1;
      }),
      { numRuns: 1_500 },
    );
    expect(answered.counters).toBeGreaterThan(150);
  });

  it("come in the order of choices and of values, with records without a value at the end", () => {
    const order = (text: string, values: readonly Json[]) => {
      const groups = grouping(deal, { groupBy: [keyOf(text)], measures: [{ fn: "count" }], timeZone });
      for (const value of values) groups.addPart([value], { count: 1, amounts: () => [] });
      return groups.groups().map((one) => one.key[text]);
    };
    expect(order("stage", [null, "won", "gone", "new", "talk"])).toEqual([
      "new",
      "talk",
      "won",
      "gone",
      null,
    ]);
    expect(order("closeDate:month", ["2025-03", null, "2024-12"])).toEqual(["2024-12", "2025-03", null]);
    expect(order("score", [10, 9, -1])).toEqual([-1, 9, 10]);
  });

  it("are kept for a bounded number of dimensions, creation always among them", () => {
    const choice = { value: "a", label: { "zh-CN": "a", en: "a" } };
    const fields = Array.from({ length: limits.countedDimensions + 2 }, (_, at) =>
      aField(`choice${String(at)}`, "select", { settings: { options: [choice] } }),
    );
    const many = objectOf(aWorkspaceModel([anObject("many", fields)]), "many");
    const found = countedDimensions(many);
    expect(found).toHaveLength(limits.countedDimensions);
    expect(found.at(-1)).toMatchObject({ field: { name: "createdAt" }, isMonthly: true });
    expect(countedDimensions(deal).map(({ field }) => field.name)).toEqual([
      "stage",
      "closeDate",
      "createdAt",
    ]);
  });
});
