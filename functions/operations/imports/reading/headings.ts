import { limits } from "#engine";
import { SheetFault } from "./sheet.ts";

/** Names that mean something else to programs; a column must not be called so. */
const reserved = new Set(["__proto__", "constructor", "prototype"]);
const MOST_CHARACTERS = 1_000;

/** Headings of a sheet from its first row: trimmed, columns without one named by their letter, empty ones at the end left off. */
export function headingsOf(cells: readonly string[]): readonly string[] {
  const texts = cells.map((one) => one.normalize("NFC").trim());
  while (texts.length > 0 && texts.at(-1) === "") texts.pop();
  if (texts.length === 0) throw emptySheet();
  if (texts.length > limits.importColumns) throw tooManyColumns(texts.length);
  const headings = texts.map((text, at) => (text === "" ? `(${columnLetters(at)})` : text));
  const seen = new Set<string>();
  for (const heading of headings) {
    checkHeading(heading);
    if (seen.has(heading)) throw repeated(heading);
    seen.add(heading);
  }
  return headings;
}

/** How spreadsheets call a column: 0 is A, 26 is AA. */
function columnLetters(at: number): string {
  const rest = String.fromCharCode(65 + (at % 26));
  return at < 26 ? rest : columnLetters(Math.floor(at / 26) - 1) + rest;
}

export function tooManyColumns(count: number): SheetFault {
  return new SheetFault("limit", {
    "zh-CN": `表格有 ${count} 列，最多 ${limits.importColumns} 列。`,
    en: `The sheet has ${count} columns; at most ${limits.importColumns} are allowed.`,
  });
}

export function tooManyRows(): SheetFault {
  return new SheetFault("limit", {
    "zh-CN": `表格超过 ${limits.importRows} 行，请分成几个文件。`,
    en: `The sheet has more than ${limits.importRows} rows; split it into several files.`,
  });
}

export function emptySheet(): SheetFault {
  return new SheetFault("empty_sheet", { "zh-CN": "表格是空的。", en: "The sheet is empty." });
}

function checkHeading(heading: string): void {
  if (reserved.has(heading)) {
    throw new SheetFault("reserved_heading", {
      "zh-CN": `表头不能叫“${heading}”，请改名后再导入。`,
      en: `A heading cannot be “${heading}”; rename it and try again.`,
    });
  }
  if (heading.includes("\0") || heading.length > MOST_CHARACTERS) {
    throw new SheetFault("unreadable_heading", {
      "zh-CN": "表头不是可读的文字，这个文件可能不是表格。",
      en: "The headings are not readable text; this file may not be a table.",
    });
  }
}

function repeated(heading: string): SheetFault {
  return new SheetFault("duplicate_heading", {
    "zh-CN": `表头“${heading}”出现了多次，请改名后再导入。`,
    en: `The heading “${heading}” occurs more than once; rename it and try again.`,
  });
}
