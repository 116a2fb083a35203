import type { ObjectDefinition } from "#engine";
import { describe, expect, it } from "vitest";
import { orderedFields, slotsTaken, withIndex, withIndexes } from "./index-edits.ts";

const label = { "zh-CN": "件", en: "Parcel" };
const object: ObjectDefinition = {
  apiName: "parcel",
  label,
  pluralLabel: label,
  nameField: "name",
  fields: [
    { apiName: "name", type: "text", label },
    { apiName: "weight", type: "number", label, indexed: true },
    { apiName: "notes", type: "longText", label },
  ],
};

describe("indexes of an object", () => {
  it("are added once, under names of their own, and removed again", () => {
    const one = withIndex(object, { equal: ["weight"], sort: "name" });
    expect(one.indexes).toEqual([{ apiName: "index", equal: ["weight"], sort: "name" }]);
    expect(withIndex(one, { equal: ["weight"], sort: "name" })).toBe(one);
    const two = withIndex(one, { equal: ["owner"] });
    expect(two.indexes?.[1]).toEqual({ apiName: "index_2", equal: ["owner"] });
    expect(withIndexes(two, [])).toEqual(object);
  });

  it("take slots, of which there are twelve", () => {
    expect(slotsTaken(object, null)).toBe(4);
    expect(slotsTaken(withIndex(object, { equal: ["weight"], sort: "name" }), null)).toBe(5);
    const numbers = Array.from({ length: 13 }, (_, at) => ({
      ...{ apiName: `n${at}`, type: "number", label, indexed: true },
    }));
    expect(slotsTaken({ ...object, fields: [...object.fields, ...numbers] }, null)).toBeNull();
  });

  it("hold only fields that have an order", () => {
    expect(orderedFields(object).map((one) => one.apiName)).toEqual(["name", "weight"]);
  });
});
