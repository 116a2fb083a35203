import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { packed, workbookParts, xmlRow } from "#test/builders/workbook.ts";
import { zipFile } from "../../exports/zip-file.ts";
import { memorySource, readSheet } from "./read-sheet.ts";
import type { SheetHead, SheetRow } from "./sheet.ts";

async function readAll(bytes: Uint8Array, sheet: string | null = null) {
  const rows: SheetRow[] = [];
  let head: SheetHead | null = null as SheetHead | null;
  const result = await readSheet(memorySource(bytes), sheet, {
    head: (given) => void (head = given),
    row: (row) => void rows.push(row),
  });
  return { code: result.ok ? null : result.problems[0]?.code, head, rows };
}

const table = xmlRow(1, ["名称", "数量"]) + xmlRow(2, ["甲", 3]);
const heading = xmlRow(1, ["a", "b"]);
const sheetOf = (rows: string, given: Parameters<typeof workbookParts>[1] = {}) =>
  packed(workbookParts({ 表: heading + rows }, given));

/** Styles 0 general, 1 day, 2 day and time by a code, 3 time, 4 per cent, 5 dollars, 6 Chinese date. */
const styles =
  '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>' +
  '<numFmt numFmtId="171" formatCode="&quot;USD &quot;#,##0.00"/>' +
  '<numFmt numFmtId="172" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs>' +
  [0, 14, 170, 21, 10, 171, 172].map((id) => `<xf numFmtId="${id}"/>`).join("") +
  "</cellXfs></styleSheet>";

describe("reading a workbook", () => {
  it("reads the first sheet, or the one that is named", async () => {
    const bytes = packed(workbookParts({ 一: table, 二: xmlRow(1, ["x"]) + xmlRow(2, ["y"]) }));
    const first = await readAll(bytes);
    expect(first.head).toMatchObject({
      kind: "xlsx",
      sheets: ["一", "二"],
      sheet: "一",
      headings: ["名称", "数量"],
    });
    expect(first.rows).toEqual([{ number: 2, cells: ["甲", "3"], faults: [] }]);
    expect((await readAll(bytes, "二")).rows[0]?.cells).toEqual(["y"]);
    expect((await readAll(bytes, "三")).code).toBe("unknown_sheet");
  });

  it("joins the runs of shared texts and leaves phonetic guides out", async () => {
    const strings = [
      "<t>a</t>",
      "<r><t>rich </t></r><r><t>text</t></r>",
      "<t>東京</t><rPh><t>とうきょう</t></rPh>",
    ];
    const row = '<row r="2"><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>';
    expect((await readAll(sheetOf(row, { strings }))).rows[0]?.cells).toEqual(["rich text", "東京"]);
  });

  it("reads cells by their addresses, with gaps", async () => {
    const rows = '<row r="7"><c r="B7"><v>5</v></c></row>';
    expect((await readAll(sheetOf(rows))).rows).toEqual([{ number: 7, cells: ["", "5"], faults: [] }]);
  });

  it("names columns without a heading by their letter, and forgets empty ones at the end", async () => {
    const bytes = packed(workbookParts({ s: xmlRow(1, ["a", "", "c", ""]) + xmlRow(2, ["1", "2", "3"]) }));
    expect((await readAll(bytes)).head?.headings).toEqual(["a", "(B)", "c"]);
  });

  it.each([
    [1, "45000", "2023-03-15"],
    [1, "1", "1900-01-01"],
    [1, "59", "1900-02-28"],
    [1, "61", "1900-03-01"],
    [2, "45000.75", "2023-03-15 18:00"],
    [2, "45000.5000115740", "2023-03-15 12:00:01"],
    [3, "0.25", "06:00"],
    [4, "0.125", "12.5%"],
    [5, "1234.5", "USD 1234.5"],
    [6, "45000", "2023-03-15"],
    [0, "0.30000000000000004", "0.3"],
    [0, "1.5E+20", "150000000000000000000"],
    [0, "1E-7", "0.0000001"],
    [0, "123456789012345", "123456789012345"],
  ])("reads by style %d the number %s as %s", async (style, value, text) => {
    const row = `<row r="2"><c s="${style}"><v>${value}</v></c></row>`;
    expect((await readAll(sheetOf(row, { styles }))).rows[0]?.cells[0]).toBe(text);
  });
});

describe("I01: hostile workbooks", () => {
  const parts = workbookParts({ s: table });

  it("refuses 200 MB inside 200 KB before unpacking it", async () => {
    const size = 200 * 1024 * 1024;
    const zeros = deflateRawSync(Buffer.alloc(size));
    expect(zeros.length).toBeLessThan(300_000);
    const member = { name: "xl/media/zeros.bin", packed: zeros.length, size, crc: 0 };
    const chunks: Uint8Array[] = [];
    const { chunks: archive } = zipFile([{ ...member, parts: () => memorySource(zeros).read() }]);
    for await (const chunk of archive) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    expect((await readAll(bytes)).code).toBe("workbook_too_large");
  });

  it("stops when an entry is larger than it declares", async () => {
    const bytes = packed({
      ...parts,
      "xl/worksheets/sheet1.xml": `<worksheet>${" ".repeat(5_000_000)}</worksheet>`,
    });
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at + 46 < bytes.length; at += 1) {
      const isEntry = view.getUint32(at, true) === 0x02014b50;
      if (isEntry && view.getUint32(at + 24, true) > 1_000_000) view.setUint32(at + 24, 100, true);
    }
    expect((await readAll(bytes)).code).toBe("workbook_too_large");
  });

  it("refuses more parts than a workbook has", async () => {
    const many = Array.from({ length: 201 }, (_, at) => [`xl/worksheets/s${at}.xml`, ""] as const);
    expect((await readAll(packed({ ...parts, ...Object.fromEntries(many) }))).code).toBe(
      "workbook_too_large",
    );
  });

  it.each([
    ["an archive inside", "xl/embeddings/inner.zip", "unsafe_workbook"],
    ["a way out", "../../etc/passwd", "unsafe_workbook"],
    ["an absolute path", "/etc/passwd", "unsafe_workbook"],
    ["a link to another file", "xl/externalLinks/externalLink1.xml", "external_link"],
  ])("refuses %s", async (_, name, code) => {
    expect((await readAll(packed({ ...parts, [name]: "x" }))).code).toBe(code);
  });

  it("refuses a password, a symbolic link and two entries in one place", async () => {
    const spoiled = (spoil: (view: DataView, at: number, index: number) => void) => {
      const bytes = packed(parts);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      let index = 0;
      for (let at = 0; at + 46 < bytes.length; at += 1)
        if (view.getUint32(at, true) === 0x02014b50) spoil(view, at, index++);
      return readAll(bytes);
    };
    expect((await spoiled((view, at) => view.setUint16(at + 8, 1, true))).code).toBe("encrypted_workbook");
    expect((await spoiled((view, at) => view.setUint32(at + 38, 0xa1ff0000, true))).code).toBe(
      "unsafe_workbook",
    );
    expect((await spoiled((view, at) => view.setUint32(at + 42, 0, true))).code).toBe("unsafe_workbook");
  });

  it.each([
    [
      "a document type",
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>',
      "unsafe_workbook",
    ],
    [
      "an entity nobody declared",
      "<worksheet><sheetData><row><c><v>&e;</v></c></row></sheetData></worksheet>",
      "unreadable_workbook",
    ],
    ["text that is no XML", "PK nonsense", "unreadable_workbook"],
  ])("refuses %s", async (_, sheet, code) => {
    expect((await readAll(packed({ ...parts, "xl/worksheets/sheet1.xml": sheet }))).code).toBe(code);
  });

  it("refuses a shared text that grows beyond all bounds", async () => {
    const strings = Array.from({ length: 60 }, () => `<t>${"x".repeat(1_000_000)}</t>`);
    expect((await readAll(sheetOf("", { strings }))).code).toBe("workbook_too_large");
  });

  it.each([
    ["cut short", (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 30)],
    ["only its mark", () => Uint8Array.of(0x50, 0x4b, 0x03, 0x04)],
    ["without a workbook", () => packed({ "readme.txt": "hello" })],
  ])("refuses an archive %s", async (_, spoil) => {
    expect((await readAll(spoil(packed(parts)))).code).toBe("unreadable_workbook");
  });

  it("refuses ten million columns, heading or not", async () => {
    const far = `${heading}<row r="2"><c r="XFD2"><v>1</v></c></row>`;
    expect((await readAll(packed(workbookParts({ s: far })))).code).toBe("limit");
    const wide = `<row r="1"><c r="XFD1"><v>1</v></c></row>`;
    expect((await readAll(packed(workbookParts({ s: wide })))).code).toBe("limit");
  });
});

describe("I03: odd workbooks", () => {
  it("reads a cell merged over the whole sheet as one value", async () => {
    const parts = workbookParts({ s: table });
    const sheet = parts["xl/worksheets/sheet1.xml"] ?? "";
    const merged = sheet.replace(
      "</sheetData>",
      '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    );
    const { rows } = await readAll(packed({ ...parts, "xl/worksheets/sheet1.xml": merged }));
    expect(rows.map((one) => one.cells)).toEqual([["甲", "3"]]);
  });

  it("passes over a million blank rows", async () => {
    const blank = '<row><c s="0"/></row>'.repeat(1_000_000);
    const { code, rows } = await readAll(sheetOf(blank + '<row r="1000005"><c><v>7</v></c></row>'));
    expect([code, rows.length, rows[0]?.number]).toEqual([null, 1, 1_000_005]);
  });

  it("passes over rows of white space alone", async () => {
    const bytes = packed(workbookParts({ s: heading + xmlRow(2, [" ", "　"]) + xmlRow(3, ["x", " "]) }));
    expect((await readAll(bytes)).rows).toEqual([{ number: 3, cells: ["x", " "], faults: [] }]);
  });

  it("counts dates from 1904 where the workbook does", async () => {
    const row = '<row r="2"><c s="1"><v>0</v></c><c s="2"><v>1.5</v></c></row>';
    const bytes = sheetOf(row, { styles, workbookPr: '<workbookPr date1904="1"/>' });
    expect((await readAll(bytes)).rows[0]?.cells).toEqual(["1904-01-01", "1904-01-02 12:00"]);
  });

  it("takes what formulas came to when the file was saved, and never works them out", async () => {
    const row =
      '<row r="2"><c><f>1+1</f><v>2</v></c><c t="str"><f>A1&amp;"x"</f><v>ax</v></c></row>' +
      '<row r="3"><c><f>SUM(A1:A9)</f></c><c><v>1</v></c></row>';
    const { rows } = await readAll(sheetOf(row));
    expect(rows[0]).toEqual({ number: 2, cells: ["2", "ax"], faults: [] });
    expect(rows[1]?.faults).toEqual([{ column: 0, code: "formula_without_value", value: "" }]);
  });

  it("reports error cells and dates that are none; truth values are words", async () => {
    const row =
      '<row r="2"><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c></row>' +
      '<row r="3"><c s="1"><v>-5</v></c><c t="s"><v>99</v></c></row>';
    const { rows } = await readAll(sheetOf(row, { styles }));
    expect(rows[0]).toEqual({
      number: 2,
      cells: ["", "true"],
      faults: [{ column: 0, code: "error_cell", value: "#N/A" }],
    });
    expect(rows[1]?.faults.map((one) => one.code)).toEqual(["unreadable_cell", "unreadable_cell"]);
  });
});
