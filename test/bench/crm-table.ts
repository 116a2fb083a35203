import { isMet, type Row } from "./row.ts";

/** Prints the measures as the table: one line each, with the target beside it. */
export function printTable(rows: readonly Row[]): void {
  const lines = rows.map((row) => [
    row.measure,
    `${row.goal === "atMost" ? "≤" : "≥"} ${row.target}`,
    row.value >= 100 ? row.value.toFixed(0) : row.value.toFixed(2),
    row.measured,
    isMet(row) ? "met" : "MISSED",
  ]);
  const table = [["measure", "must reach", "value", "measured", ""], ...lines];
  const widths = [0, 1, 2, 3, 4].map((at) => Math.max(...table.map((line) => [...(line[at] ?? "")].length)));
  for (const [at, line] of table.entries()) {
    console.log(`| ${line.map((cell, which) => cell.padEnd(widths[which] ?? 0)).join(" | ")} |`);
    if (at === 0) console.log(`|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`);
  }
}
