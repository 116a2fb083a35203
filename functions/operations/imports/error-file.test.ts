import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { csvCell, errorFile } from "./error-file.ts";

const file = { name: "a.csv", object: "account", mapping: [], text: '名称,电话\n甲,*\n乙,123\n"丙,丁",*\n' };
const problem = (row: number) => ({
  row,
  column: "电话",
  value: "*",
  code: "masked",
  fatal: false,
  message: { "zh-CN": "被遮盖", en: "masked" },
});

describe("errorFile", () => {
  it("keeps only rows with problems, in their own columns", () => {
    const result = {
      name: "a.csv",
      object: "account",
      rows: 3,
      created: 3,
      updated: 0,
      skipped: 0,
      failed: 0,
      problems: [problem(1), problem(3)],
    };
    const rows = parse(errorFile(file, result, "en"), { bom: true }) as string[][];
    expect(rows).toEqual([
      ["名称", "电话", "Problems"],
      ["甲", "*", "电话: masked"],
      ["丙,丁", "*", "电话: masked"],
    ]);
  });
});

describe("csvCell", () => {
  it.each(["=1+1", "+cmd", "@x", " =1", "＝1", "\t=1", "-x"])("disarms %j", (text) => {
    expect(csvCell(text).replace(/^"/, "").startsWith("'")).toBe(true);
  });
  it.each(["-12.50", "+86", "张三", "1,000"])("leaves %j alone", (text) => {
    expect(csvCell(text).replaceAll('"', "")).toBe(text);
  });
});
