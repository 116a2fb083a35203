import { describe, expect, it } from "vitest";
import { MAX_FILTER_DEPTH, parseFilter } from "./parse-filter.ts";

const atom = { field: "stage", op: "eq", value: "won" };

function pointersOf(json: unknown): readonly string[] {
  const read = parseFilter(json);
  return read.ok ? [] : read.problems.map((one) => `${one.kind} ${one.pointer}`);
}

function nested(depth: number): unknown {
  let filter: unknown = atom;
  for (let at = 0; at < depth; at += 1) filter = { not: filter };
  return filter;
}

describe("parseFilter", () => {
  it("reads what it documents", () => {
    for (const json of [
      atom,
      { and: [] },
      { or: [atom, { not: { and: [atom] } }] },
      { field: "account.industry", op: "in", value: ["a", 1] },
      { field: "amount", op: "between", value: [1, { amount: "2", currency: "CNY" }] },
      { field: "notes", op: "isEmpty" },
      nested(MAX_FILTER_DEPTH),
    ]) {
      expect(parseFilter(json)).toEqual({ ok: true, value: json });
    }
  });

  it.each([
    [null, "/filter"],
    [[], "/filter"],
    ["x", "/filter"],
    [{ ...atom, extra: 1 }, "/filter"],
    [{ and: [atom], or: [atom] }, "/filter"],
    [{ and: atom }, "/filter/and"],
    [{ and: [atom, 7] }, "/filter/and/1"],
    [{ ...atom, field: "a.b.c" }, "/filter/field"],
    [{ ...atom, field: "__proto__" }, "/filter/field"],
    [{ ...atom, op: "like" }, "/filter/op"],
    [{ ...atom, op: "toString" }, "/filter/op"],
    [{ field: "stage", op: "eq" }, "/filter/value"],
    [{ ...atom, value: null }, "/filter/value"],
    [{ ...atom, value: "x".repeat(2_001) }, "/filter/value"],
    [{ ...atom, op: "isEmpty" }, "/filter/value"],
    [{ ...atom, op: "between", value: [1] }, "/filter/value"],
    [{ ...atom, op: "in", value: "won" }, "/filter/value"],
    [{ ...atom, op: "in", value: Array.from({ length: 501 }, () => "x") }, "/filter/value"],
    [{ or: Array.from({ length: 201 }, () => atom) }, "/filter/or"],
  ])("refuses %j at %s", (json, pointer) => {
    expect(pointersOf(json)).toEqual([`malformed ${pointer}`]);
  });

  it("refuses filters that are too deep or have too many conditions in all", () => {
    expect(pointersOf(nested(MAX_FILTER_DEPTH + 1))).toHaveLength(1);
    const half = { or: Array.from({ length: 101 }, () => atom) };
    expect(pointersOf({ and: [half, half] })).toEqual(["malformed /filter"]);
  });
});
