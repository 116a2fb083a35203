import { readdirSync } from "node:fs";
import { fieldTypes } from "#engine";
import { describe, expect, it } from "vitest";
import { describeField } from "../model/object-info.ts";
import { isBlank } from "./components.ts";

const label = { "zh-CN": "甲", en: "A" };

describe("components of field types", () => {
  it("exist for every type of the engine", () => {
    const folders = new Set(readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }));
    // Types whose values are another type's are shown as those are.
    const missing = fieldTypes.flatMap(({ name, resultOf }) =>
      (resultOf ? ["Control.vue"] : ["Control.vue", "Cell.vue"])
        .map((file) => `${name}/${file}`)
        .filter((path) => !folders.has(path)),
    );
    expect(missing).toEqual([]);
  });

  it("know when there is nothing to show", () => {
    const text = describeField({ apiName: "a", type: "text", label });
    const many = describeField({ apiName: "b", type: "multiSelect", label });
    if (!text || !many) throw new Error("types are missing");
    expect([null, undefined, "", "  "].map((value) => isBlank(text, value))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(isBlank(text, "x")).toBe(false);
    expect(isBlank(many, [])).toBe(true);
  });
});
