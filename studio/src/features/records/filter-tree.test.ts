import type { Filter } from "#engine";
import { describe, expect, it } from "vitest";
import {
  conditionsIn,
  emptyCondition,
  emptyGroup,
  filterOfTree,
  isConditionComplete,
  treeOf,
  unfinishedIn,
  withAdded,
  withPart,
  withWrapped,
} from "./filter-tree.ts";

const a = { field: "city", op: "eq", value: "上海" } as const;
const b = { field: "account.industry", op: "in", value: ["retail", "food"] } as const;
const c = { field: "closeDate", op: "between", value: ["@thisQuarter", "2027-01-31"] } as const;
const d = { field: "owner", op: "isNotEmpty" } as const;

describe("filter as a tree of groups", () => {
  const filters: readonly Filter[] = [
    a,
    { and: [a, b] },
    { or: [a, d] },
    { not: a },
    { not: { or: [a, b] } },
    { not: { and: [a, b] } },
    { and: [a, { or: [b, { and: [c, d] }] }, { not: { or: [a, { and: [b, d] }] } }] },
    { or: [{ not: { not: a } }, { and: [b, { or: [c, d] }] }] },
  ];
  it.each(filters.map((filter) => [JSON.stringify(filter), filter] as const))(
    "takes %s apart and puts it together again",
    (_, filter) => {
      const tree = treeOf(filter);
      expect(tree && filterOfTree(tree)).toEqual(filter);
    },
  );

  it("has groups where all, any or none of the parts must hold", () => {
    expect(treeOf({ and: [a, { not: { or: [b, c] } }] })).toEqual({
      match: "all",
      parts: [a, { match: "none", parts: [b, c] }],
    });
    expect(treeOf({ or: [a, b] })).toEqual({ match: "any", parts: [a, b] });
    expect(treeOf(undefined)).toEqual(emptyGroup);
  });

  it("says the same with fewer words where a group holds one part", () => {
    expect(filterOfTree({ match: "any", parts: [{ match: "all", parts: [a] }] })).toEqual(a);
    expect(filterOfTree({ match: "none", parts: [{ match: "any", parts: [a, b] }] })).toEqual({
      not: { or: [a, b] },
    });
    expect(filterOfTree(emptyGroup)).toBeUndefined();
  });

  it("does not touch an empty list of conditions, which is always or never met", () => {
    expect(treeOf({ or: [] })).toBeUndefined();
    expect(treeOf({ and: [a, { not: { and: [] } }] })).toBeUndefined();
  });

  it("leaves out what is not finished, and counts it", () => {
    const tree = withAdded(
      { match: "any", parts: [a, { match: "all", parts: [emptyCondition] }] },
      {
        field: "tier",
        op: "in",
        value: [],
      },
    );
    expect(filterOfTree(tree)).toEqual(a);
    expect(unfinishedIn(tree)).toBe(2);
    expect(conditionsIn(tree)).toBe(3);
  });

  it("knows when a condition has all it asks for", () => {
    expect([a, b, c, d].map(isConditionComplete)).toEqual([true, true, true, true]);
    expect(isConditionComplete({ ...c, value: ["@today", null] })).toBe(false);
    expect(isConditionComplete({ ...c, value: "@today" })).toBe(false);
    expect(isConditionComplete({ ...a, value: "" })).toBe(false);
    expect(isConditionComplete({ field: "done", op: "eq", value: false })).toBe(true);
    expect(isConditionComplete(emptyCondition)).toBe(false);
  });

  it("changes one part at a time; a group that loses its last part goes", () => {
    const group = { match: "all", parts: [a, { match: "any", parts: [b] }] } as const;
    expect(withPart(group, 0, d).parts).toEqual([d, { match: "any", parts: [b] }]);
    expect(withPart(group, 0, null).parts).toEqual([{ match: "any", parts: [b] }]);
    expect(withPart(group, 1, { match: "any", parts: [] }).parts).toEqual([a]);
    expect(withWrapped(group, 0).parts[0]).toEqual({ match: "any", parts: [a, emptyCondition] });
  });
});
