import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compareUtf8,
  matchesFilter,
  pageReader,
  planQuery,
  slotKeys,
  type QueryPlan,
  type RecordScope,
  type StoredRecord,
} from "#engine";
import { resolveFilter } from "#engine/query/resolve-filter.ts";
import { deal, deals, filters, sorts } from "#test/builders/query.ts";

const moment = { now: "2025-03-15T04:00:00.000Z", timeZone: "Asia/Shanghai" };
const scopes = fc.constantFrom<RecordScope>(
  { kind: "all" },
  { kind: "owners", owners: new Set(["u1"]) },
  { kind: "owners", owners: new Set(["u1", "u3"]) },
  { kind: "owners", owners: new Set() },
);

/** Carries out a plan over the records as an index in key order would. */
function carryOut(plan: QueryPlan, records: readonly StoredRecord[]): readonly string[] {
  const reader = pageReader(deal, plan.sort);
  const keyed = records.flatMap((record) => {
    const key = plan.source === "base" ? record.id : slotKeys({ object: deal, record })[plan.source];
    return key === null || key === undefined ? [] : [{ key, record }];
  });
  const entries = plan.ranges.flatMap(({ from, to, prefixLength }) =>
    keyed
      .filter(({ key }) => compareUtf8(from, key) <= 0 && compareUtf8(key, to) <= 0)
      .map(({ key, record }) => ({ order: key.slice(prefixLength), record })),
  );
  const sign = plan.direction === "asc" ? 1 : -1;
  const kept = entries.filter(
    ({ record }) => plan.residual === null || reader.matches(plan.residual, record),
  );
  const inOrder =
    plan.mode === "walk"
      ? kept.sort((a, b) => compareUtf8(a.order, b.order) * sign)
      : kept.sort((a, b) => reader.compare(a.record, b.record));
  return inOrder.map(({ record }) => record.id);
}

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
        expect(carryOut(planned.value, records)).toEqual(expected);
      }),
      { numRuns: 1_500 },
    );
    expect(sources.size).toBeGreaterThan(5);
  });
});
