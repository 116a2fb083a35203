import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { errorFile } from "./error-file.ts";
import { memorySource, readSheet } from "./reading/read-sheet.ts";
import type { SheetRow } from "./reading/sheet.ts";
import { readBlocks } from "./sheet-blocks.ts";

const text = '名称,电话\n甲,*\n乙,123\n"丙,丁",*\n';
const problem = (row: number) => ({
  row,
  line: row + 1,
  column: "电话",
  value: "*",
  code: "masked",
  fatal: false,
  message: { "zh-CN": "被遮盖", en: "masked" },
});

async function rowsWithProblems(format: "csv" | "xlsx"): Promise<Uint8Array> {
  const read = await readBlocks(memorySource(new TextEncoder().encode(text)), null);
  if (!read.ok) throw new Error("the text is a table");
  const { packed, ...sheet } = read.value;
  const bytes = Buffer.concat(packed);
  const found = await errorFile(
    {
      importStore: {
        async *outcomes() {
          yield await Promise.resolve({ states: "fcf", problems: [problem(1), problem(3)] });
        },
      },
      fileStore: {
        read: (_key, part) =>
          Promise.resolve(
            memorySource(bytes.subarray(part?.from, (part?.from ?? 0) + (part?.length ?? 0))).read(),
          ),
      },
    },
    {
      ...{ workspace: "w", importId: "i", place: 0, locale: "en" },
      file: {
        name: "a.csv",
        object: "account",
        mapping: [],
        sheet: { ...sheet, id: "s", key: "k", name: "a.csv" },
      },
    },
    format,
  );
  if (!found) throw new Error("the rows are there");
  return found;
}

const expected = [
  ["甲", "*", "电话: masked"],
  ["丙,丁", "*", "电话: masked"],
];

describe("errorFile", () => {
  it("keeps only rows with problems, in their own columns", async () => {
    const csv = Buffer.from(await rowsWithProblems("csv"));
    expect(parse(csv, { bom: true })).toEqual([["名称", "电话", "Problems"], ...expected]);
  });

  it("writes a workbook that can be imported again", async () => {
    const rows: SheetRow[] = [];
    const read = await readSheet(memorySource(await rowsWithProblems("xlsx")), null, {
      head: ({ headings }) => {
        expect(headings).toEqual(["名称", "电话", "Problems"]);
      },
      row: (row) => void rows.push(row),
    });
    expect(read.ok).toBe(true);
    expect(rows.map((one) => one.cells)).toEqual(expected);
  });
});
