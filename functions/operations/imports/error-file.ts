import type { ImportFile, ImportFileResult } from "../../ports/import-store.ts";
import { parseSheet } from "./parse-sheet.ts";

/** The rows with problems, in the columns of the file they came from, plus what was wrong; CSV with BOM (RFC 4180). */
export function errorFile(file: ImportFile, result: ImportFileResult, locale: "zh-CN" | "en"): string {
  const sheet = parseSheet(file.text);
  if (!sheet.ok) return "";
  const { headings, rows } = sheet.value;
  const byRow = new Map<number, string[]>();
  for (const problem of result.problems) {
    const text =
      problem.column === "" ? problem.message[locale] : `${problem.column}: ${problem.message[locale]}`;
    byRow.set(problem.row, [...(byRow.get(problem.row) ?? []), text]);
  }
  const title = locale === "zh-CN" ? "问题" : "Problems";
  const lines = [...byRow].map(([row, problems]) => [
    ...headings.map((heading) => rows[row - 1]?.[heading] ?? ""),
    problems.join(" | "),
  ]);
  return `\uFEFF${[[...headings, title], ...lines].map(csvLine).join("\r\n")}\r\n`;
}

function csvLine(cells: readonly string[]): string {
  return cells.map(csvCell).join(",");
}

/** A spreadsheet takes cells that begin like this for formulas (OWASP, CSV injection); also full-width signs, after white space. */
const formulaStart = /^[\s\p{Cc}]*[=+\-@＝＋－＠]/u;

export function csvCell(text: string): string {
  const safe = formulaStart.test(text) && !isNumber(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function isNumber(text: string): boolean {
  return /^[+-]?\d[\d,]*(?:\.\d+)?$/.test(text.trim());
}
