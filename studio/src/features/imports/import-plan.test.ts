import { describe, expect, it } from "vitest";
import {
  importBody,
  isReady,
  mappingOf,
  preparedFile,
  sharedTargets,
  withMapping,
  withObject,
  withTarget,
} from "./import-plan.ts";

const file = preparedFile("U1", {
  name: "客户.csv",
  rows: 2,
  faultyRows: 0,
  kind: "csv",
  encoding: "utf-8",
  sheets: [],
  sheet: null,
  object: "account",
  preview: [],
  columns: [
    {
      heading: "客户名称",
      samples: ["甲"],
      confidence: 0.9,
      target: { column: "客户名称", object: "account", field: "name" },
    },
    { heading: "备注", samples: [], confidence: 0, target: null },
  ],
});

describe("import", () => {
  it("sends the chosen columns only", () => {
    expect(importBody([file], true)).toEqual({
      dryRun: true,
      files: [
        {
          ...{ name: "客户.csv", upload: "U1", sheet: null, object: "account" },
          mapping: [{ column: "客户名称", object: "account", field: "name" }],
          ...{ mode: "upsert", blanks: "keep" },
        },
      ],
    });
  });

  it("is not ready while two columns have one target", () => {
    expect(isReady(file)).toBe(true);
    const twice = withTarget(file, 1, { column: "备注", object: "account", field: "name" });
    expect([...sharedTargets(twice)]).toEqual(["account.name"]);
    expect(isReady(twice)).toBe(false);
  });

  it("drops targets of another object", () => {
    const changed = withObject(file, "contact");
    expect(changed.columns[0]?.target).toBeNull();
    expect(isReady(changed)).toBe(false);
  });

  it("forgets what tells records apart when its column is gone", () => {
    const matched = { ...file, match: "name" };
    expect(mappingOf(matched).match).toEqual(["name"]);
    expect(mappingOf(withTarget(matched, 0, null)).match).toBeUndefined();
  });

  it("takes over a saved mapping where the file has its columns", () => {
    const target = { column: "备注", object: "account", field: "notes" };
    const saved = {
      object: "account",
      mapping: [target, { column: "无", object: "account", field: "x" }],
      mode: "update" as const,
    };
    const changed = withMapping(file, saved);
    expect(changed.columns.map((one) => one.target)).toEqual([null, target]);
    expect(changed.mode).toBe("update");
  });
});
