import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../contract/json.ts";
import { sameJson } from "../records/values.ts";
import { mergeDocuments } from "./merge.ts";

const field = fc.record({
  id: fc.constantFrom("a", "b", "c", "d", "e"),
  apiName: fc.constantFrom("x", "y"),
  required: fc.boolean(),
  settings: fc.dictionary(fc.constantFrom("min", "max"), fc.integer({ min: 0, max: 3 })),
});
const anyDocument: fc.Arbitrary<Json> = fc.record({
  label: fc.record({ en: fc.constantFrom("A", "B"), "zh-CN": fc.constantFrom("甲", "乙") }),
  fields: fc.uniqueArray(field, { selector: (one) => one.id, maxLength: 5 }),
  columns: fc.uniqueArray(fc.constantFrom("x", "y", "z"), { maxLength: 3 }),
}) as fc.Arbitrary<Json>;

describe("mergeDocuments", () => {
  it("takes the one side that changed something", () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, (base, side) => {
        expect(mergeDocuments(base, side, base)).toEqual({ merged: side, conflicts: [] });
        expect(mergeDocuments(base, base, side)).toEqual({ merged: side, conflicts: [] });
        expect(mergeDocuments(base, side, side)).toEqual({ merged: side, conflicts: [] });
      }),
    );
  });

  it("gives the same whoever asks, where nothing is in conflict", () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, anyDocument, (base, a, b) => {
        const there = mergeDocuments(base, a, b);
        const back = mergeDocuments(base, b, a);
        expect(there.conflicts.length).toBe(back.conflicts.length);
        if (there.conflicts.length === 0) expect(sameJson(there.merged, back.merged)).toBe(true);
      }),
    );
  });

  it("keeps what two people added to one list, and both sides of one element", () => {
    const base = { fields: [{ id: "a", apiName: "x", required: false }] };
    const mine = {
      fields: [
        { id: "a", apiName: "x", required: true },
        { id: "b", apiName: "mine" },
      ],
    };
    const theirs = {
      fields: [
        { id: "c", apiName: "theirs" },
        { id: "a", apiName: "renamed", required: false },
      ],
    };
    const { merged, conflicts } = mergeDocuments(base, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(merged).toEqual({
      fields: [
        { id: "c", apiName: "theirs" },
        { id: "a", apiName: "renamed", required: true },
        { id: "b", apiName: "mine" },
      ],
    });
  });

  it("tells where both changed the same, with the three values", () => {
    const of = (max: number): Json => ({ fields: [{ id: "a", settings: { max } }] });
    expect(mergeDocuments(of(1), of(2), of(3))).toEqual({
      merged: of(2),
      conflicts: [{ pointer: "/fields/0/settings/max", base: 1, mine: 2, theirs: 3 }],
    });
  });

  it("does not lose an element that one removed and the other changed", () => {
    const base = { fields: [{ id: "a", label: 1 }] };
    const { merged, conflicts } = mergeDocuments(base, { fields: [{ id: "a", label: 2 }] }, { fields: [] });
    expect([merged, conflicts.length]).toEqual([{ fields: [{ id: "a", label: 2 }] }, 1]);
  });
});
