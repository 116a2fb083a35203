import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { limits } from "#engine";
import { memorySource, readSheet } from "./read-sheet.ts";
import type { SheetHead, SheetRow } from "./sheet.ts";

async function readAll(content: string | Uint8Array) {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const rows: SheetRow[] = [];
  let head: SheetHead | null = null as SheetHead | null;
  const result = await readSheet(memorySource(bytes), null, {
    head: (given) => void (head = given),
    row: (row) => void rows.push(row),
  });
  return { code: result.ok ? null : result.problems[0]?.code, head, rows };
}

describe("reading text", () => {
  it("keeps quoted thousands separators and Chinese headings", async () => {
    const { head, rows } = await readAll('﻿机会ID,预计金额\nS001,"50,000"\n');
    expect(head).toMatchObject({ headings: ["机会ID", "预计金额"], delimiter: ",", encoding: "utf-8" });
    expect(rows.map((one) => one.cells)).toEqual([["S001", "50,000"]]);
  });

  it.each([
    [";", "a;b\n1;2"],
    ["\t", "a\tb\n1\t2"],
    ["|", "a|b\n1|2"],
    [",", "a,b\r1,2"],
  ])("finds the delimiter %j", async (delimiter, text) => {
    const { head, rows } = await readAll(text);
    expect(head).toMatchObject({ delimiter, headings: ["a", "b"] });
    expect(rows[0]?.cells).toEqual(["1", "2"]);
  });

  it.each([
    ["gb18030", Uint8Array.of(0xbf, 0xcd, 0xbb, 0xa7, 0x0a, 0xbc, 0xd7)],
    ["utf-16le", Buffer.from("\uFEFF客户\n甲", "utf16le")],
    ["utf-16be", Buffer.from("\uFEFF客户\n甲", "utf16le").swap16()],
    ["utf-8", Buffer.from("客户\n甲")],
  ])("reads %s", async (encoding, bytes) => {
    const { head, rows } = await readAll(bytes);
    expect(head).toMatchObject({ encoding, headings: ["客户"] });
    expect(rows.map((one) => one.cells)).toEqual([["甲"]]);
  });

  it("takes GB18030 where a byte far behind is no UTF-8", async () => {
    const lines = `name\n${"a\n".repeat(50_000)}`;
    const bytes = Buffer.concat([Buffer.from(lines), Buffer.from([0xbf, 0xcd])]);
    const { head, rows } = await readAll(bytes);
    expect(head?.encoding).toBe("gb18030");
    expect(rows.at(-1)?.cells[0]).toBe("客");
  });

  it("reads every table that the manual gives as a template", async () => {
    const folder = new URL("../../../../test/flows/data/", import.meta.url);
    const names = (await readdir(folder)).filter((name) => name.endsWith(".csv"));
    expect(names.length).toBe(3);
    for (const name of names) {
      const { rows } = await readAll(await readFile(new URL(name, folder)));
      expect(rows.length).toBe(2);
    }
  });

  it("is the same as a reference parser on any table", async () => {
    const cell = fc.string({
      unit: fc.constantFrom("a", "é", "中", '"', ",", "\n", " ", "1", "🙂"),
      maxLength: 8,
    });
    const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 12 });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom("\n", "\r\n"), async (rows, end) => {
        const text = [["h1", "h2", "h3"], ...rows].map((row) => row.map(quoted).join(",")).join(end);
        const [, ...reference] = parse(text) as string[][];
        const expected = reference.filter((row) => row.some((one) => one.trim() !== ""));
        const read = await readAll(text);
        expect(read.code).toBeNull();
        expect(read.rows.map((one) => one.cells)).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });
});

describe("I02: hostile text", () => {
  it.each([
    ["an empty file", "", "empty_sheet"],
    ["a heading twice", "a,a\n1,2", "duplicate_heading"],
    ["a quote that never ends", 'a,b\n"1,2', "unreadable_sheet"],
    ["characters behind a quote", 'a,b\n"1"x,2', "unreadable_sheet"],
    ["a heading of the language", "__proto__,b\n1,2", "reserved_heading"],
    ["NUL in a heading", "a\0,b\n1,2", "unreadable_heading"],
    ["UTF-16 without a mark", Buffer.from("ab,cd\n1,2", "utf16le"), "unreadable_heading"],
    ["a line without end", `a,b\n${"x".repeat(3_000_000)}`, "unreadable_sheet"],
    ["a first line without end", "x,".repeat(600_000), "unreadable_sheet"],
    ["100,000 columns", Array.from({ length: 100_000 }, (_, at) => at).join(","), "limit"],
    [
      "an old workbook or one with a password",
      Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1),
      "encrypted_workbook",
    ],
  ])("refuses %s", async (_, content, code) => {
    expect((await readAll(content)).code).toBe(code);
  });

  it("takes as many rows as published, and not one more", async () => {
    const most = await readAll(`a\n${"1\n".repeat(limits.importRows)}`);
    expect([most.code, most.rows.length]).toEqual([null, limits.importRows]);
    expect((await readAll(`a\n${"1\n".repeat(limits.importRows + 1)}`)).code).toBe("limit");
  });

  it("reports cells that hold NUL or have no heading, with the line they stand in", async () => {
    const { rows } = await readAll("a,b\n1,2\n\n3\n4,5,6\nx\0y,7\n");
    expect(rows.map(({ number, cells }) => [number, ...cells])).toEqual([
      [2, "1", "2"],
      [4, "3", ""],
      [5, "4", "5"],
      [6, "", "7"],
    ]);
    expect(rows.flatMap(({ faults }) => faults.map(({ code, value }) => [code, value]))).toEqual([
      ["extra_cell", "6"],
      ["nul_character", "xy"],
    ]);
  });
});
