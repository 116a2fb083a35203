import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  matchesFilter,
  pageReader,
  planQuery,
  type ObjectStatistics,
  type QueryPlan,
  type RecordScope,
} from "#engine";
import { resolveFilter } from "#engine/query/resolve-filter.ts";
import { carryOut } from "#test/builders/carry-out.ts";
import { deal, deals, filters, sorts } from "#test/builders/query.ts";

const moment = { now: "2025-03-15T04:00:00.000Z", timeZone: "Asia/Shanghai" };
const scopes = fc.constantFrom<RecordScope>(
  { kind: "all" },
  { kind: "owners", owners: new Set(["u1"]) },
  { kind: "owners", owners: new Set(["u1", "u3"]) },
  { kind: "owners", owners: new Set() },
);

/** Few records, many, and how they are spread: different plans are the cheapest. */
const sizes: fc.Arbitrary<ObjectStatistics | null> = fc.option(
  fc.constantFrom(40, 20_000, 3_000_000).map((total) => ({
    total,
    counts: new Map([
      [
        "f_stage",
        new Map([
          ["new", total / 2],
          ["won", total / 1_000],
        ]),
      ],
    ]),
  })),
);

function shapeOf({ source, mode, ranges, within }: QueryPlan): string {
  const isUnion = ranges.some((one) => one.source !== undefined);
  return [source, mode, ...(isUnion ? ["or"] : []), ...(within ? ["and"] : [])].join(" ");
}

describe("plan ≡ match", () => {
  it("gives the same records in the same order whatever index is chosen", () => {
    const sources = new Set<string>();
    fc.assert(
      fc.property(
        fc.tuple(deals, filters, sorts, scopes, sizes),
        ([records, filter, sort, scope, statistics]) => {
          const request = {
            statistics,
            object: deal,
            filter,
            sort,
            limit: 50,
            columns: ["name"],
            scope,
            ...moment,
          };
          const planned = planQuery(request);
          if (!planned.ok) throw new Error(JSON.stringify(planned.problems));
          const resolved = resolveFilter(deal, filter, moment);
          if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
          sources.add(shapeOf(planned.value));
          const expected = records
            .filter((one) => matchesFilter(deal, resolved.value, one))
            .filter((one) => scope.kind === "all" || scope.owners.has(one.owner))
            .sort(pageReader(deal, sort).compare)
            .map((one) => one.id);
          expect(carryOut(deal, planned.value, records)).toEqual(expected);
        },
      ),
      { numRuns: 1_500 },
    );
    expect([...sources].map((one) => one.replace(/\d/g, ""))).toEqual(
      expect.arrayContaining([
        "base walk",
        "base collect",
        "w walk",
        "w collect",
        "w walk or",
        "w collect or",
      ]),
    );
  });
});
