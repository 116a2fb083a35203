import { describe, expect, it } from "vitest";
import { chipsFromText, chipsToText, combined } from "./list-filter.ts";

describe("filter of a list", () => {
  const chip = { field: "city", op: "eq", value: "上海" } as const;

  it("joins what the view asks and what the person adds", () => {
    const own = { field: "tier", op: "eq", value: "high" } as const;
    expect(combined(own, [chip])).toEqual({ and: [own, chip] });
    expect(combined(undefined, [chip])).toEqual(chip);
    expect(combined(undefined, [])).toBeUndefined();
  });

  it("survives the page's address", () => {
    expect(chipsFromText(chipsToText([chip]))).toEqual([chip]);
    expect(chipsToText([])).toBeUndefined();
  });

  it("ignores an address that says nothing sensible", () => {
    expect(chipsFromText("{oops")).toEqual([]);
    expect(chipsFromText('[{"field":"city","op":"explode"},7]')).toEqual([]);
    expect(chipsFromText(undefined)).toEqual([]);
  });
});
