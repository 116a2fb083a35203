import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  grouping,
  matchesFilter,
  readGroupKey,
  resolveFilter,
  systemAccess,
  type Access,
  type CellQuestion,
  type Filter,
  type GroupKey,
  type StoredRecord,
} from "#engine";
import { createRecordStore } from "#functions/adapters/dynamodb/record-store.ts";
import type { Caller } from "#functions/operations/access/caller.ts";
import { walkGroups } from "#functions/operations/records/walk-groups.ts";
import type { RecordStore } from "#functions/ports/record-store.ts";
import { deal, dealModel, deals, filters } from "#test/builders/query.ts";
import { aRecord, aWrite } from "#test/builders/record.ts";
import { aTable, type TestTable } from "#test/builders/table.ts";

/** More than a page of the walk. */
const RECORDS = 620;
const LONG = 240_000;
const now = "2025-03-15T04:00:00.000Z";
const { timeZone } = dealModel.workspace;
const clock = { now: () => new Date(now) };
const me = "u1";

const records: readonly StoredRecord[] = fc
  .sample(deals, { numRuns: 200, seed: 20_261_124 })
  .flat()
  .slice(0, RECORDS)
  .map((one, at) => aRecord(deal, { ...one, id: `01K${String(at).padStart(23, "0")}` }));

function callerOf(owners: ReadonlySet<string> | null): Caller {
  const all = systemAccess.object("deal");
  const own = owners && {
    ...all,
    scope: { kind: "owners", owners } as const,
    seesRecord: (one: { readonly owner: string }) => owners.has(one.owner),
  };
  const access: Access = { ...systemAccess, object: () => own ?? all };
  return { workspace: "acme", model: dealModel, access, user: { id: me } } as unknown as Caller;
}

const groupBys = fc.constantFrom(
  [],
  ["stage"],
  ["owner", "stage"],
  ["account"],
  ["closeDate:quarter"],
  ["createdAt:day", "city"],
);
const measures = [
  { fn: "count" },
  ...(["sum", "avg", "min", "max"] as const).map((fn) => ({ fn, field: "amount" })),
];
const question = (groupBy: readonly string[], filter: Filter | null): CellQuestion => ({
  groupBy: groupBy.map((one) => readGroupKey(one) as GroupKey),
  measures: measures as CellQuestion["measures"],
  timeZone,
  filter,
});

describe("groups by walking the records", () => {
  let testTable: TestTable;
  let store: RecordStore;
  beforeAll(async () => {
    testTable = await aTable();
    store = createRecordStore(testTable.table, { current: () => Promise.resolve(dealModel) });
    for (let at = 0; at < records.length; at += 20) {
      const some = records.slice(at, at + 20);
      await Promise.all(some.map((one) => store.commit("acme", [aWrite(deal, one)])));
    }
  }, LONG);
  afterAll(() => testTable.stop());

  it(
    "any grouping over any filter is that of all records within reach, whatever index leads to them",
    async () => {
      expect(records).toHaveLength(RECORDS);
      const reaches = fc.constantFrom(null, new Set(["u1"]), new Set(["u1", "u3"]), new Set<string>());
      const asked = fc.tuple(fc.option(filters), groupBys, reaches);
      await fc.assert(
        fc.asyncProperty(asked, async ([filter, groupBy, owners]) => {
          const resolved = filter ? resolveFilter(deal, filter, { now, timeZone, me }) : null;
          const condition = resolved?.ok ? resolved.value : null;
          const expected = grouping(deal, question(groupBy, condition));
          for (const one of records) {
            const isIn = owners === null || owners.has(one.owner);
            if (isIn && (!condition || matchesFilter(deal, condition, one))) expected.addRecord(one);
          }
          const walk = { object: deal, question: question(groupBy, filter), budget: 100_000, now };
          const walked = await walkGroups({ recordStore: store, clock }, callerOf(owners), walk);
          if (!walked.ok) throw new Error(JSON.stringify(walked.problems));
          expect(walked.value.complete).toBe(true);
          expect(walked.value.groups.groups()).toEqual(expected.groups());
        }),
        { numRuns: 40 },
      );
    },
    LONG,
  );

  it("says when its budget ended before the records did, and how far it was", async () => {
    const told: number[] = [];
    const walk = { object: deal, question: question([], null), budget: 300, now };
    const walked = await walkGroups({ recordStore: store, clock }, callerOf(null), {
      ...walk,
      onProgress: ({ itemsRead }) => told.push(itemsRead),
    });
    if (!walked.ok) throw new Error("the question is good");
    expect(walked.value.complete).toBe(false);
    expect(walked.value.itemsRead).toBeLessThan(RECORDS);
    expect(told).toEqual([walked.value.itemsRead]);
    expect(walked.value.groups.totals()).toMatchObject({ count: 500 });
  });
});
