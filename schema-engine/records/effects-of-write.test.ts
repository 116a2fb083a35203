import { describe, expect, it } from "vitest";
import type { Json } from "../contract/json.ts";
import type { StoredRecord } from "../contract/model.ts";
import { aField, anObject, aWorkspaceModel, objectOf } from "#test/builders/model.ts";
import { uniqueChanges, uniqueClaimsOf } from "./effects-of-write.ts";

const label = { "zh-CN": "组合", en: "Combination" };
const object = objectOf(
  aWorkspaceModel([
    anObject(
      "price",
      [aField("product"), aField("year", "number"), aField("code", "text", { unique: true })],
      {
        uniques: [{ id: "u1", apiName: "per_year", label, fields: ["product", "year"] }],
      },
    ),
  ]),
  "price",
);

function record(values: Record<string, Json>): StoredRecord {
  const birth = { createdAt: "", createdBy: "", updatedAt: "", updatedBy: "", owner: "" };
  return { object: "price", id: "R", version: 1, ...birth, values };
}

describe("combined uniqueness", () => {
  it("claims a key of all its values, and none while one is missing", () => {
    const claims = uniqueClaimsOf(object, record({ f_product: "Pump", f_year: 2026, f_code: "A" }));
    expect(claims.map((one) => one.fieldId)).toEqual(["f_code", "u1"]);
    expect(uniqueClaimsOf(object, record({ f_product: "Pump" }))).toEqual([]);
  });

  it("tells combinations apart that look alike when put together", () => {
    const keyOf = (product: string, year: number) =>
      uniqueClaimsOf(object, record({ f_product: product, f_year: year }))[0]?.key;
    expect(keyOf("a1", 2)).not.toBe(keyOf("a", 12));
    expect(keyOf("PUMP ", 1)).toBe(keyOf("pump", 1));
  });

  it("is given back and taken anew when one value changes, and left alone otherwise", () => {
    const before = record({ f_product: "Pump", f_year: 2026 });
    const after = record({ f_product: "Pump", f_year: 2027 });
    const { claims, releases } = uniqueChanges(object, { before, after });
    expect([claims.length, releases.length]).toEqual([1, 1]);
    expect(uniqueChanges(object, { before, after: before })).toEqual({ claims: [], releases: [] });
    expect(uniqueChanges(object, { before, after: null }).releases).toHaveLength(1);
  });
});
