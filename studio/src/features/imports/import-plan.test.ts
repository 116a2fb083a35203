import { describe, expect, it } from "vitest";
import { importBody, isReady, preparedFiles, sharedTargets, withObject, withTarget } from "./import-plan.ts";
import { readSheetText } from "./read-sheet-text.ts";

const analyzed = [
  {
    name: "客户.csv",
    rows: 2,
    delimiter: ",",
    object: "account",
    columns: [
      {
        heading: "客户名称",
        samples: ["甲"],
        confidence: 0.9,
        target: { column: "客户名称", object: "account", field: "name" },
      },
      { heading: "备注", samples: [], confidence: 0, target: null },
    ],
  },
];
const [file] = preparedFiles(analyzed, new Map([["客户.csv", "客户名称,备注\n甲,"]]));
if (!file) throw new Error("no file prepared");

describe("import", () => {
  it("sends the chosen columns only", () => {
    expect(importBody([file], true)).toEqual({
      dryRun: true,
      files: [
        {
          name: "客户.csv",
          text: "客户名称,备注\n甲,",
          object: "account",
          mapping: [{ column: "客户名称", object: "account", field: "name" }],
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
});

describe("text of a sheet", () => {
  it("reads UTF-8 without its mark, and GBK", () => {
    const marked = new Uint8Array([0xef, 0xbb, 0xbf, 0xe7, 0x94, 0xb2]);
    expect(readSheetText("a", marked)).toEqual({ name: "a", text: "甲", encoding: "utf-8" });
    expect(readSheetText("a", new Uint8Array([0xbf, 0xcd, 0xbb, 0xa7]))).toEqual({
      name: "a",
      text: "客户",
      encoding: "gb18030",
    });
  });
});
