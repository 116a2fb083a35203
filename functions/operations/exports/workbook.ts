import { textMember, type EntrySums, type ZipMember } from "./zip-file.ts";

/** A cell of a workbook that is written; never a formula. */
export type WrittenCell =
  | { readonly kind: "text"; readonly text: string }
  /** Plain digits; `unit` is a currency's code or empty. */
  | { readonly kind: "number"; readonly digits: string; readonly unit: string }
  | { readonly kind: "date" | "dateTime"; readonly serial: number }
  | { readonly kind: "truth"; readonly isTrue: boolean };

/** Styles before those of currencies. */
const GENERAL = 0;
const DATE = 1;
const DATE_TIME = 2;
const HEADING = 3;
const TEXT = 4;
const FIRST_CURRENCY = 5;
const FIRST_FORMAT = 164;

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** Longest text that spreadsheet programs keep in a cell. */
export const MOST_CELL_CHARACTERS = 32_767;

/** Beginning of a sheet: its heading row stays in view. */
export function sheetStart(headings: readonly string[]): string {
  const cells = headings.map((text) => textCell(text, HEADING)).join("");
  return (
    `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<sheetData><row>${cells}</row>`
  );
}

export const sheetEnd = "</sheetData></worksheet>";

/** One row; `currencies` is added to when a unit is new. */
export function sheetRow(cells: readonly WrittenCell[], currencies: string[]): string {
  return `<row>${cells.map((one) => written(one, currencies)).join("")}</row>`;
}

/** The other parts of a workbook around its one sheet. */
export function workbookMembers(
  sheet: EntrySums & { readonly name: string; readonly parts: ZipMember["parts"] },
  currencies: readonly string[],
): readonly ZipMember[] {
  const { name, ...sums } = sheet;
  return [
    textMember("[Content_Types].xml", contentTypes),
    textMember("_rels/.rels", links([["officeDocument", "xl/workbook.xml"]])),
    textMember("xl/workbook.xml", workbook(name)),
    textMember(
      "xl/_rels/workbook.xml.rels",
      links([
        ["worksheet", "worksheets/sheet1.xml"],
        ["styles", "styles.xml"],
      ]),
    ),
    textMember("xl/styles.xml", styles(currencies)),
    { name: "xl/worksheets/sheet1.xml", ...sums },
  ];
}

function written(cell: WrittenCell, currencies: string[]): string {
  if (cell.kind === "text") return cell.text === "" ? "<c/>" : textCell(cell.text, TEXT);
  if (cell.kind === "number") {
    return `<c s="${styleOf(cell.unit, currencies)}"><v>${cell.digits}</v></c>`;
  }
  if (cell.kind === "truth") return `<c t="b"><v>${cell.isTrue ? 1 : 0}</v></c>`;
  return `<c s="${cell.kind === "date" ? DATE : DATE_TIME}"><v>${cell.serial}</v></c>`;
}

function textCell(text: string, style: number): string {
  const shown = escaped(text.slice(0, MOST_CELL_CHARACTERS));
  return `<c t="inlineStr" s="${style}"><is><t xml:space="preserve">${shown}</t></is></c>`;
}

function styleOf(unit: string, currencies: string[]): number {
  if (unit === "") return GENERAL;
  const known = currencies.indexOf(unit);
  if (known >= 0) return FIRST_CURRENCY + known;
  currencies.push(unit);
  return FIRST_CURRENCY + currencies.length - 1;
}

/** XML 1.0 text: what it cannot hold is left out, control characters as well as halves of pairs. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\r", "&#13;");
}

const contentTypes =
  `${DECLARATION}<Types xmlns="${PACKAGE}/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  `<Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>` +
  `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/></Types>`;

function links(targets: readonly (readonly [string, string])[]): string {
  const all = targets.map(
    ([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${all.join("")}</Relationships>`;
}

function workbook(sheetName: string): string {
  // Names of sheets are at most 31 characters without these (Excel specifications).
  const name = escaped(
    sheetName
      .replace(/[\\/?*[\]:']/gu, " ")
      .slice(0, 31)
      .trim() || "Sheet1",
  );
  return (
    `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">` +
    `<sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`
  );
}

function styles(currencies: readonly string[]): string {
  const formats = [
    "yyyy\\-mm\\-dd",
    "yyyy\\-mm\\-dd\\ hh:mm:ss",
    ...currencies.map((code) => `"${code} "#,##0.00######`),
  ].map((code, at) => `<numFmt numFmtId="${FIRST_FORMAT + at}" formatCode="${escaped(code)}"/>`);
  const style = (format: number, font = 0) =>
    `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`;
  const cells = [
    style(0),
    style(FIRST_FORMAT),
    style(FIRST_FORMAT + 1),
    style(0, 1),
    style(49),
    ...currencies.map((_, at) => style(FIRST_FORMAT + 2 + at)),
  ];
  return (
    `${DECLARATION}<styleSheet xmlns="${MAIN}"><numFmts count="${formats.length}">${formats.join("")}</numFmts>` +
    '<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>' +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${cells.length}">${cells.join("")}</cellXfs></styleSheet>`
  );
}
