import { describe, expect, it } from "vitest";
import { aField, anObject } from "#test/builders/model.ts";
import { deal, dealModel } from "#test/builders/query.ts";
import type { ObjectDefinition } from "../contract/metadata/object.ts";
import type { IndexDefinition } from "../contract/model.ts";
import { fieldType } from "../types.ts";
import { allocateIndexes } from "./allocate-indexes.ts";

const definition = deal.definition;
const pipeline = dealModel.objects.get("deal")?.pipeline?.definition ?? null;

function allocated(
  given: ObjectDefinition,
  previous: readonly IndexDefinition[] = [],
): readonly IndexDefinition[] {
  const found = allocateIndexes({ definition: given, pipeline: null, previous, types: fieldType });
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return found.value;
}

const shapes = (list: readonly IndexDefinition[]) => list.map(({ equal, sort }) => [...equal, "→", sort]);
const numbers = (count: number) =>
  Array.from({ length: count }, (_, at) => aField(`n${at}`, "number", { indexed: true }));
const color = aField("color", "select", {
  indexed: true,
  settings: { options: [{ value: "red", label: { "zh-CN": "红", en: "Red" } }] },
});

describe("allocateIndexes", () => {
  it("keeps what was allocated", () => {
    const again = allocateIndexes({ definition, pipeline, previous: deal.indexes, types: fieldType });
    expect(again.ok && [...again.value].sort(bySlot)).toEqual([...deal.indexes].sort(bySlot));
  });

  it("gives no slot twice, and says which field found none", () => {
    const request = { pipeline: null, previous: [], types: fieldType };
    const fits = allocateIndexes({ ...request, definition: { ...definition, fields: numbers(12) } });
    expect(fits.ok && new Set(fits.value.map((one) => one.slot)).size).toBe(12);
    const tooMany = allocateIndexes({ ...request, definition: { ...definition, fields: numbers(13) } });
    expect(tooMany.ok ? [] : tooMany.problems.map((one) => one.pointer)).toEqual(["/fields/12/indexed"]);
  });

  it("makes “one field narrows, another orders” a wide index of its own when both are indexed", () => {
    const found = allocated(anObject("thing", [color, aField("size", "number", { indexed: true })]));
    expect(shapes(found)).toEqual([
      ["→", "f_color"],
      ["→", "f_size"],
      ["→", "f_name"],
      ["_o", "→", null],
      ["f_color", "→", "f_size"],
      ["_o", "→", "f_size"],
    ]);
    expect(found.every(({ slot }) => slot.startsWith("w"))).toBe(true);
  });

  it("leaves a create at nine write units unless more was asked for", () => {
    expect(allocated(anObject("thing", [color, ...numbers(5)]))).toHaveLength(8);
    expect(allocated(anObject("thing", [color, ...numbers(9)]))).toHaveLength(10);
  });

  it("follows an administrator's own index before any that nobody asked for", () => {
    const fields = [color, aField("city"), aField("size", "number")];
    const before = allocated(anObject("thing", fields));
    const wanted = [{ apiName: "byCity", equal: ["color", "owner"], sort: "city" }];
    const after = allocated(anObject("thing", fields, { indexes: wanted }), before);
    expect(shapes(after)).toContainEqual(["f_color", "_o", "→", "f_city"]);
    expect(after.filter((one) => before.some((old) => old.id === one.id))).toHaveLength(before.length);
  });

  it("takes the slot of one that nobody asked for when no other is free", () => {
    const before = allocated(anObject("thing", numbers(11)));
    expect(shapes(before)).not.toContainEqual(["_o", "→", null]);
    const full = allocated(anObject("thing", numbers(12)), before);
    expect(new Set(full.map((one) => one.slot)).size).toBe(12);
    const eight = allocated(anObject("thing", [color, ...numbers(5)]));
    const grown = allocated(anObject("thing", [color, ...numbers(11)]), eight);
    expect(shapes(grown)).toEqual([...numbers(11), color].map(({ id }) => ["→", id]).sort(first(color.id)));
  });
});

/** The named one first, the others as they were. */
function first(id: string | undefined) {
  return (a: readonly unknown[], b: readonly unknown[]) => Number(b[1] === id) - Number(a[1] === id);
}

function bySlot(a: { readonly slot: string }, b: { readonly slot: string }): number {
  return a.slot < b.slot ? -1 : 1;
}
