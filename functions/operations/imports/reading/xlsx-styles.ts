import { readXml } from "./xml-events.ts";
import type { PartReader } from "./xlsx-workbook.ts";

/** What a number format makes of a number. */
export interface NumberStyle {
  /** `date`: a day, `time`: a time of day, `dateTime`: both; null: a number. */
  readonly moment: "date" | "time" | "dateTime" | null;
  /** Percentages are kept as fractions. */
  readonly percent: boolean;
  /** ISO 4217 code that the format writes beside the number; null: none. */
  readonly currency: string | null;
}

const plain: NumberStyle = { moment: null, percent: false, currency: null };

/** Styles of cells by their number, as far as they say what a number means (ECMA-376 §18.8.30). */
export function readStyles(part: PartReader): (style: string | undefined) => NumberStyle {
  const pieces = part("xl/styles.xml");
  if (!pieces) return () => plain;
  const codes = new Map<string, string>();
  const formats: NumberStyle[] = [];
  let inCells = false;
  readXml(pieces, {
    open(name, attributes) {
      if (name === "numFmt") codes.set(attributes["numFmtId"] ?? "", attributes["formatCode"] ?? "");
      if (name === "cellXfs") inCells = true;
      if (name === "xf" && inCells) formats.push(styleOf(attributes["numFmtId"] ?? "0", codes));
    },
    close(name) {
      if (name === "cellXfs") inCells = false;
    },
  });
  return (style) => formats[Number(style ?? "0")] ?? plain;
}

function styleOf(id: string, codes: ReadonlyMap<string, string>): NumberStyle {
  const code = codes.get(id);
  if (code !== undefined) return styleOfCode(code);
  const number = Number(id);
  if (number === 9 || number === 10) return { ...plain, percent: true };
  if (number === 22) return { ...plain, moment: "dateTime" };
  if (inRange(number, 18, 21) || inRange(number, 45, 47)) return { ...plain, moment: "time" };
  // 27–36 and 50–58 are dates of the Chinese and other East Asian editions.
  const isDate = inRange(number, 14, 17) || inRange(number, 27, 36) || inRange(number, 50, 58);
  return isDate ? { ...plain, moment: "date" } : plain;
}

/** What a format code of the workbook's own means; texts and colours in it mean nothing. */
function styleOfCode(code: string): NumberStyle {
  const currency = /"\s?([A-Z]{3})\s?"|\[\$([A-Z]{3})[^\]]*\]/u.exec(code);
  const first = code.split(";")[0] ?? "";
  const bare = first
    .replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/giu, "")
    .replace(/general|am\/pm|a\/p/giu, "")
    .toLowerCase();
  const hasTime = /[hs]/u.test(bare);
  const hasDay = /[yd]/u.test(bare) || (!hasTime && bare.includes("m"));
  const moment = hasTime ? (hasDay ? "dateTime" : "time") : dateOr(hasDay);
  return { moment, percent: bare.includes("%"), currency: currency?.[1] ?? currency?.[2] ?? null };
}

function dateOr(hasDay: boolean): "date" | null {
  return hasDay ? "date" : null;
}

function inRange(value: number, from: number, to: number): boolean {
  return value >= from && value <= to;
}
