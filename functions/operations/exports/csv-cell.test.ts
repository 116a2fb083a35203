import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { csvCell, csvLine } from "./csv-cell.ts";

describe("I05: csvCell", () => {
  const risky = [
    "=1+1",
    "+cmd",
    "@x",
    " =1",
    "＝1",
    "\t=1",
    "-x",
    "\n=1",
    "\r@x",
    "\u200B=1",
    "\u00A0＋1",
    '"=1"',
  ];

  it.each(risky.slice(0, -1))("disarms %j", (text) => {
    expect(csvCell(text).replace(/^"/, "").startsWith("'")).toBe(true);
  });

  it.each(["-12.50", "+86", "张三", "1,000", "12%"])("leaves %j alone", (text) => {
    expect(csvCell(text).replaceAll('"', "")).toBe(text);
  });

  it("is read back as it was, but for the guard", () => {
    const texts = [...risky, "a,b", 'say "hi"', "two\nlines", " edge ", "", "-3.5"];
    const [cells = []] = parse(csvLine(texts)) as string[][];
    expect(cells.map((one) => one.replace(/^'/u, ""))).toEqual(texts);
  });
});
