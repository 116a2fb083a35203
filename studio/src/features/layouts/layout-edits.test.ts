import type { LayoutDefinition } from "#engine";
import { describe, expect, it } from "vitest";
import {
  placedFields,
  storable,
  swapped,
  withFieldIn,
  withFieldMoved,
  withoutField,
} from "./layout-edits.ts";

const label = { "zh-CN": "甲", en: "A" };
const section = (...fields: string[]) => ({ label, items: fields.map((field) => ({ field })) });
const layout: LayoutDefinition = {
  apiName: "page",
  label,
  object: "deal",
  tabs: [{ apiName: "main", label, sections: [section("a", "b"), section("c")] }],
};
const fieldsOf = (one: LayoutDefinition) =>
  (one.tabs[0]?.sections ?? []).map((each) => each.items.map((item) => item.field).join(""));

describe("editing a layout", () => {
  it("puts a field at a place, and takes it from where it was", () => {
    expect(fieldsOf(withFieldIn(layout, "d", { tab: 0, section: 1, at: 0 }))).toEqual(["ab", "dc"]);
    expect(fieldsOf(withFieldIn(layout, "a", { tab: 0, section: 1 }))).toEqual(["b", "ca"]);
    expect(fieldsOf(withoutField(layout, "b"))).toEqual(["a", "c"]);
  });

  it("moves a field by keyboard, over the edge of its section too", () => {
    expect(fieldsOf(withFieldMoved(layout, "a", 1))).toEqual(["ba", "c"]);
    expect(fieldsOf(withFieldMoved(layout, "b", 1))).toEqual(["a", "bc"]);
    expect(fieldsOf(withFieldMoved(layout, "c", -1))).toEqual(["abc", ""]);
    expect(withFieldMoved(layout, "c", 1)).toBe(layout);
  });

  it("keeps a field's span on the way", () => {
    const wide = {
      ...layout,
      tabs: [
        { apiName: "main", label, sections: [{ label, items: [{ field: "a", span: 2 }] }, section("c")] },
      ],
    };
    const moved = withFieldIn(wide, "a", { tab: 0, section: 1 });
    expect(moved.tabs[0]?.sections?.[1]?.items[1]).toEqual({ field: "a", span: 2 });
  });

  it("knows what is placed, and stores no empty section", () => {
    expect([...placedFields(layout)]).toEqual(["a", "b", "c"]);
    expect(storable(withoutField(layout, "c")).tabs[0]?.sections).toHaveLength(1);
    expect(swapped(["a", "b"], 0, 1)).toEqual(["b", "a"]);
    expect(swapped(["a", "b"], 1, 1)).toEqual(["a", "b"]);
  });
});
