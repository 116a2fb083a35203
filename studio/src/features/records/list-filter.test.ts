import { describe, expect, it } from "vitest";
import {
  chipsFromText,
  chipsOf,
  chipsToText,
  combined,
  filterFromQuery,
  filterToQuery,
  grouped,
  joined,
} from "./list-filter.ts";

describe("filter of a list", () => {
  const chip = { field: "city", op: "eq", value: "上海" } as const;

  it("joins what the view asks and what the person adds", () => {
    const own = { field: "tier", op: "eq", value: "high" } as const;
    expect(combined(own, [chip])).toEqual({ and: [own, chip] });
    expect(combined(undefined, [chip])).toEqual(chip);
    expect(combined(undefined, [])).toBeUndefined();
  });

  it("asks for all conditions or for any of them", () => {
    const other = { field: "city", op: "in", value: ["a", "b"] } as const;
    expect(grouped([chip, other], "any")).toEqual({ or: [chip, other] });
    expect(grouped([chip, other], "all")).toEqual({ and: [chip, other] });
    expect(grouped([chip], "any")).toEqual(chip);
    expect(grouped([], "any")).toBeUndefined();
  });

  it("is taken apart again, unless it is nested", () => {
    const list = [chip, chip];
    expect(chipsOf({ or: list })).toEqual({ chips: list, match: "any" });
    expect(chipsOf({ and: list })).toEqual({ chips: list, match: "all" });
    expect(chipsOf(chip)).toEqual({ chips: [chip], match: "all" });
    expect(chipsOf(undefined)).toEqual({ chips: [], match: "all" });
    expect(chipsOf({ and: [{ or: list }] })).toBeUndefined();
    expect(chipsOf({ not: chip })).toBeUndefined();
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

  it("is in the address as a list while it is one, and as a tree beyond that", () => {
    const other = { field: "city", op: "isEmpty" } as const;
    const trees = [chip, { and: [chip, other] }, { or: [chip, other] }, { not: chip }, undefined];
    const nested = { and: [chip, { or: [other, { not: { or: [chip, other] } }] }] };
    for (const filter of [...trees, nested]) expect(filterFromQuery(filterToQuery(filter))).toEqual(filter);
    expect(filterToQuery({ or: [chip, other] })).toEqual({
      filter: JSON.stringify([chip, other]),
      match: "any",
    });
    expect(filterFromQuery({ filter: "{oops" })).toBeUndefined();
    expect(filterFromQuery({ filter: '{"not":{"field":"city","op":"explode"}}' })).toBeUndefined();
  });

  it("puts a view's conditions beside the person's without mixing their combinations", () => {
    const any = { or: [chip, { ...chip, value: "北京" }] };
    expect(joined(any, chip)).toEqual({ and: [any, chip] });
    expect(joined({ and: [chip, any] }, { and: [any, chip] })).toEqual({ and: [chip, any, any, chip] });
    expect(joined(undefined, chip)).toEqual(chip);
    expect(joined(undefined, undefined)).toBeUndefined();
  });
});
