import { limits } from "#engine";
import { emptySheet, headingsOf, tooManyColumns, tooManyRows } from "./headings.ts";
import { SheetFault, type SheetSink, type SheetSource } from "./sheet.ts";
import { unpackedText } from "./unpack.ts";
import { xlsxRows, type XlsxRow } from "./xlsx-rows.ts";
import { readSharedStrings } from "./xlsx-strings.ts";
import { readStyles } from "./xlsx-styles.ts";
import { readWorkbook } from "./xlsx-workbook.ts";
import { broken, zipDirectory } from "./zip-directory.ts";

/** Reads one sheet of a workbook (Office Open XML) row by row; the first visible one when none is named. */
export async function readXlsx(source: SheetSource, wanted: string | null, sink: SheetSink): Promise<void> {
  const bytes = await wholeOf(source);
  const entries = zipDirectory(bytes);
  const part = (name: string) => {
    const entry = entries.get(name);
    return entry ? unpackedText(bytes, entry) : null;
  };
  const { sheets, from1904 } = readWorkbook(part);
  const sheet = wanted === null ? sheets[0] : sheets.find((one) => one.name === wanted);
  if (!sheet) throw wanted === null ? emptySheet() : noSheet(wanted);
  const pieces = part(sheet.part);
  if (!pieces) throw broken();
  const meanings = { strings: readSharedStrings(part), style: readStyles(part), from1904 };
  let headings: readonly string[] | null = null;
  let rows = 0;
  for (const row of xlsxRows(pieces, meanings)) {
    if (headings === null) {
      headings = headingsOf(cellsUpTo(row, Math.max(-1, ...row.cells.keys()) + 1));
      const names = sheets.map((one) => one.name);
      const text = { delimiter: "", encoding: null };
      sink.head({ kind: "xlsx", headings, sheets: names, sheet: sheet.name, ...text });
      continue;
    }
    rows += 1;
    if (rows > limits.importRows) throw tooManyRows();
    await sink.row(rowOf(headings, row));
  }
  if (headings === null) throw emptySheet();
}

async function wholeOf(source: SheetSource): Promise<Uint8Array> {
  const bytes = new Uint8Array(source.size);
  let at = 0;
  for await (const chunk of source.read()) {
    if (at + chunk.length > bytes.length) throw broken();
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes.subarray(0, at);
}

function cellsUpTo({ cells }: XlsxRow, count: number): readonly string[] {
  if (count > limits.importColumns) throw tooManyColumns(count);
  return Array.from({ length: count }, (_, at) => cells.get(at) ?? "");
}

function rowOf(headings: readonly string[], row: XlsxRow) {
  const faults = [...row.faults];
  for (const [column, value] of row.cells) {
    if (column < headings.length) continue;
    faults.push({ column: headings.length, code: "extra_cell", value });
    break;
  }
  return { number: row.number, cells: cellsUpTo(row, headings.length), faults };
}

function noSheet(name: string): SheetFault {
  return new SheetFault("unknown_sheet", {
    "zh-CN": `工作簿里没有名为“${name.slice(0, 80)}”的工作表。`,
    en: `The workbook has no sheet “${name.slice(0, 80)}”.`,
  });
}
