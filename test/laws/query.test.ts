import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesFilter, pageReader, planQuery, type RecordScope } from "#engine";
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

describe("plan ≡ match", () => {
  it("gives the same records in the same order whatever index is chosen", () => {
    const sources = new Set<string>();
    fc.assert(
      fc.property(fc.tuple(deals, filters, sorts, scopes), ([records, filter, sort, scope]) => {
        const request = { object: deal, filter, sort, limit: 50, columns: ["name"], scope, ...moment };
        const planned = planQuery(request);
        if (!planned.ok) throw new Error(JSON.stringify(planned.problems));
        const resolved = resolveFilter(deal, filter, moment);
        if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
        sources.add(`${planned.value.source} ${planned.value.mode}`);
        const expected = records
          .filter((one) => matchesFilter(deal, resolved.value, one))
          .filter((one) => scope.kind === "all" || scope.owners.has(one.owner))
          .sort(pageReader(deal, sort).compare)
          .map((one) => one.id);
        expect(carryOut(deal, planned.value, records)).toEqual(expected);
      }),
      { numRuns: 1_500 },
    );
    expect(sources.size).toBeGreaterThan(5);
  });
});
