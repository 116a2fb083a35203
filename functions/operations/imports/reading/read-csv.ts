import { Readable } from "node:stream";
import { parse, CsvError, type Info } from "csv-parse";
import { limits } from "#engine";
import { decoded, encodingOf, type Encoding } from "./decode-text.ts";
import { emptySheet, headingsOf, tooManyRows } from "./headings.ts";
import { SheetFault, type CellFault, type SheetSink, type SheetSource } from "./sheet.ts";

const delimiters = [",", ";", "\t", "|"] as const;
/** Characters in which the delimiter is looked for. */
const FIRST_CHARACTERS = 10_000;
/** Longest row and longest line; what a file without line ends, or one of nothing but delimiters, is stopped by. */
const MOST_ROW_CHARACTERS = 1_000_000;

interface Parsed {
  readonly info: Info;
  readonly record: readonly string[];
}

/** Reads delimited text (RFC 4180) row by row; the delimiter is found in the first line. */
export async function readCsv(source: SheetSource, sink: SheetSink): Promise<void> {
  const encoding = await encodingOf(source);
  const delimiter = delimiterOf(await beginning(source, encoding));
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    max_record_size: MOST_ROW_CHARACTERS,
  });
  const text = Readable.from(boundedLines(decoded(source, encoding)));
  text.on("error", (error) => parser.destroy(error));
  text.pipe(parser);
  let headings: readonly string[] | null = null;
  let rows = 0;
  try {
    for await (const { info, record } of parser as AsyncIterable<Parsed>) {
      if (isBlank(record)) continue;
      if (headings === null) {
        headings = headingsOf(record);
        sink.head({ kind: "csv", headings, sheets: [], sheet: null, delimiter, encoding });
        continue;
      }
      rows += 1;
      if (rows > limits.importRows) throw tooManyRows();
      await sink.row(rowOf(headings, record, info.lines));
    }
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error) : error;
  } finally {
    text.destroy();
  }
  if (headings === null) throw emptySheet();
}

async function* boundedLines(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let open = 0;
  let line = 1;
  for await (const text of texts) {
    let from = 0;
    for (const { index } of text.matchAll(/[\r\n]/gu)) {
      if (open + index - from > MOST_ROW_CHARACTERS) throw tooLong(line);
      line += text[index] === "\n" ? 1 : 0;
      from = index + 1;
      open = 0;
    }
    open += text.length - from;
    if (open > MOST_ROW_CHARACTERS) throw tooLong(line);
    yield text;
  }
}

async function beginning(source: SheetSource, encoding: Encoding): Promise<string> {
  let text = "";
  for await (const piece of decoded(source, encoding)) {
    text += piece;
    if (text.length >= FIRST_CHARACTERS) break;
  }
  return text.slice(0, FIRST_CHARACTERS);
}

function delimiterOf(text: string): string {
  const firstLine = text.replace(/^\s+/u, "").split(/\r\n|\r|\n/u, 1)[0] ?? "";
  const counts = delimiters.map((one) => ({ one, count: firstLine.split(one).length }));
  return counts.sort((a, b) => b.count - a.count)[0]?.one ?? ",";
}

function isBlank(record: readonly string[]): boolean {
  return record.every((one) => one.trim() === "");
}

function rowOf(headings: readonly string[], record: readonly string[], number: number) {
  const faults: CellFault[] = [];
  const cells = headings.map((_, column) => {
    const text = record[column] ?? "";
    if (!text.includes("\0")) return text;
    faults.push({ column, code: "nul_character", value: text.replaceAll("\0", "") });
    return "";
  });
  const extra = record.slice(headings.length).find((one) => one.trim() !== "");
  if (extra !== undefined) faults.push({ column: headings.length, code: "extra_cell", value: extra });
  return { number, cells, faults };
}

function unreadable(error: CsvError): SheetFault {
  const line = Number((error as unknown as { readonly lines?: number }).lines ?? 1);
  const known = Object.hasOwn(reasons, error.code) ? reasons[error.code] : undefined;
  return atLine(line, known ?? ["格式不正确", "the format is not right"]);
}

function tooLong(line: number): SheetFault {
  return atLine(line, ["太长", "it is too long"]);
}

function atLine(line: number, [zh, en]: readonly [string, string]): SheetFault {
  return new SheetFault("unreadable_sheet", {
    "zh-CN": `无法读取表格：第 ${line} 行${zh}。`,
    en: `The sheet cannot be read: line ${line}: ${en}.`,
  });
}

const reasons: Readonly<Record<string, readonly [string, string]>> = {
  CSV_MAX_RECORD_SIZE: ["太长", "it is too long"],
  CSV_QUOTE_NOT_CLOSED: ["的引号没有结束", "a quote is not closed"],
  CSV_INVALID_CLOSING_QUOTE: ["的引号后面有多余的字符", "characters follow a closing quote"],
  INVALID_OPENING_QUOTE: ["的引号位置不对", "a quote stands inside a cell"],
};
