import { strToU8, zipSync, type Zippable } from "fflate";

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** Parts of a workbook of one or more sheets, as XML texts, to be spoiled by a test. */
export function workbookParts(
  sheets: Readonly<Record<string, string>>,
  given: {
    readonly strings?: readonly string[];
    readonly styles?: string;
    readonly workbookPr?: string;
  } = {},
): Record<string, string> {
  const names = Object.keys(sheets);
  const parts: Record<string, string> = {
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${given.workbookPr ?? ""}<sheets>${names
      .map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
      .join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${names
      .map((_, at) => `<Relationship Id="rId${at + 1}" Target="worksheets/sheet${at + 1}.xml"/>`)
      .join("")}</Relationships>`,
  };
  for (const [at, name] of names.entries()) {
    parts[`xl/worksheets/sheet${at + 1}.xml`] =
      `<worksheet xmlns="${MAIN}"><sheetData>${sheets[name] ?? ""}</sheetData></worksheet>`;
  }
  if (given.strings) {
    parts["xl/sharedStrings.xml"] =
      `<sst xmlns="${MAIN}">${given.strings.map((one) => `<si>${one}</si>`).join("")}</sst>`;
  }
  if (given.styles !== undefined) parts["xl/styles.xml"] = given.styles;
  return parts;
}

/** The parts as a file. */
export function packed(parts: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const files: Zippable = {};
  for (const [name, content] of Object.entries(parts))
    files[name] = typeof content === "string" ? strToU8(content) : content;
  return zipSync(files, { level: 6 });
}

/** A row of inline texts; numbers as numbers. */
export function xmlRow(number: number, cells: readonly (string | number)[]): string {
  const all = cells.map((cell) =>
    typeof cell === "number" ? `<c><v>${cell}</v></c>` : `<c t="inlineStr"><is><t>${cell}</t></is></c>`,
  );
  return `<row r="${number}">${all.join("")}</row>`;
}
