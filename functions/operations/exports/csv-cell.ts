/** A spreadsheet takes cells that begin like this for formulas (OWASP, CSV injection); also full-width signs, after white space. */
const formulaStart = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u;
const lineStart = /^[\t\r\n]/u;

/** Begins every CSV file, so that spreadsheets read it as UTF-8. */
export const BYTE_ORDER_MARK = "\uFEFF";

/** One line (RFC 4180) with its end. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** A cell that no spreadsheet takes for a formula: a quote is put before what begins like one, numbers stay numbers. */
export function csvCell(text: string): string {
  const isRisky = (formulaStart.test(text) || lineStart.test(text)) && !isNumber(text);
  const safe = isRisky ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function isNumber(text: string): boolean {
  return /^[+-]?\d[\d,]*(?:\.\d+)?%?$/.test(text);
}
