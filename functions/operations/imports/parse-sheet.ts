import { parse } from "csv-parse/sync";
import { failure, invalid, limits, success, type Result } from "#engine";

/** A sheet as headings and rows of text cells. */
export interface Sheet {
  readonly headings: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly delimiter: string;
}

const MAX_COLUMNS = limits.importColumns;
const MAX_ROWS = limits.importRows;
const delimiters = [",", ";", "\t", "|"] as const;

/** Reads delimited text (RFC 4180; the delimiter is found in the first line). Rows keep their order. */
export function parseSheet(text: string): Result<Sheet> {
  const delimiter = delimiterOf(text);
  let records: string[][];
  try {
    records = parse(text, {
      bom: true,
      delimiter,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: 1_000_000,
      to: MAX_ROWS + 2,
    });
  } catch (cause) {
    return failure(unreadable(cause instanceof Error ? cause.message : ""));
  }
  const [first, ...rest] = records;
  if (!first) return failure(empty);
  const headings = first.map((one) => one.normalize("NFC").trim());
  const problems = headingProblems(headings);
  if (problems.length > 0) return failure(...problems);
  if (rest.length > MAX_ROWS) return failure(tooManyRows);
  const rows = rest.map((cells) => rowOf(headings, cells));
  return success({ headings, rows, delimiter });
}

function rowOf(headings: readonly string[], cells: readonly string[]): Readonly<Record<string, string>> {
  const row = Object.create(null) as Record<string, string>;
  headings.forEach((heading, at) => {
    row[heading] = cells[at] ?? "";
  });
  return row;
}

function delimiterOf(text: string): string {
  const firstLine = text.slice(0, 10_000).split(/\r?\n/u, 1)[0] ?? "";
  const counts = delimiters.map((one) => ({ one, count: firstLine.split(one).length }));
  return counts.sort((a, b) => b.count - a.count)[0]?.one ?? ",";
}

function headingProblems(headings: readonly string[]) {
  if (headings.length > MAX_COLUMNS) {
    return [
      invalid("", "limit", {
        "zh-CN": `表格有 ${headings.length} 列，最多 ${MAX_COLUMNS} 列。`,
        en: `The sheet has ${headings.length} columns; at most ${MAX_COLUMNS} are allowed.`,
      }),
    ];
  }
  const repeated = headings.filter((one, at) => headings.indexOf(one) !== at);
  return [...new Set(repeated)].map((one) =>
    invalid("", "duplicate_heading", {
      "zh-CN": `表头“${one}”出现了多次，请改名后再导入。`,
      en: `The heading “${one}” occurs more than once; rename it and try again.`,
    }),
  );
}

function unreadable(detail: string) {
  return invalid("", "unreadable_sheet", {
    "zh-CN": `无法读取表格：${detail.slice(0, 120)}`,
    en: `The sheet cannot be read: ${detail.slice(0, 120)}`,
  });
}

const empty = invalid("", "empty_sheet", { "zh-CN": "表格是空的。", en: "The sheet is empty." });

const tooManyRows = invalid("", "limit", {
  "zh-CN": `表格超过 ${MAX_ROWS} 行，请分成几个文件。`,
  en: `The sheet has more than ${MAX_ROWS} rows; split it into several files.`,
});
