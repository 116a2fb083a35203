import { limits } from "#engine";
import { tooManyColumns } from "./headings.ts";
import type { CellFault } from "./sheet.ts";
import { numberText } from "./xlsx-number.ts";
import type { NumberStyle } from "./xlsx-styles.ts";
import { xmlReader } from "./xml-events.ts";
import { broken } from "./zip-directory.ts";

/** What cells refer to. */
export interface CellMeanings {
  readonly strings: readonly string[];
  readonly style: (style: string | undefined) => NumberStyle;
  readonly from1904: boolean;
}

/** Cells of one row that hold something, by column. */
export interface XlsxRow {
  readonly number: number;
  readonly cells: ReadonlyMap<number, string>;
  readonly faults: readonly CellFault[];
}

/** Longest text of a cell (Excel specifications) with room for other programs. */
const MOST_CHARACTERS = 100_000;
const MOST_ROW = 1_048_576;

/** The rows of a sheet that hold anything, in the order of the file. Formulas count with the value they had when saved. */
export function* xlsxRows(pieces: Iterable<string>, meanings: CellMeanings): Generator<XlsxRow> {
  const found: XlsxRow[] = [];
  const write = xmlReader(rowEvents(meanings, (row) => found.push(row)));
  for (const piece of pieces) {
    write(piece);
    yield* found.splice(0);
  }
}

interface Cell {
  readonly column: number;
  readonly type: string;
  readonly style: string | undefined;
  value: string;
  hasFormula: boolean;
  hasValue: boolean;
}

function rowEvents(meanings: CellMeanings, take: (row: XlsxRow) => void) {
  let row = { number: 0, cells: new Map<number, string>(), faults: [] as CellFault[] };
  let cell: Cell | null = null;
  let last = -1;
  let reading = false;
  let guides = 0;
  return {
    open(name: string, attributes: Readonly<Record<string, string>>) {
      if (name === "row") {
        row = { number: rowNumber(attributes["r"], row.number), cells: new Map(), faults: [] };
        last = -1;
      } else if (name === "c") {
        cell = newCell(attributes, last + 1);
        last = cell.column;
      } else if (cell) {
        if (name === "rPh") guides += 1;
        if (name === "f") cell.hasFormula = true;
        reading = name === "v" || (name === "t" && guides === 0);
        if (reading) cell.hasValue = true;
      }
    },
    text(piece: string) {
      if (!cell || !reading) return;
      cell.value += piece;
      if (cell.value.length > MOST_CHARACTERS) cell.value = cell.value.slice(0, MOST_CHARACTERS + 1);
    },
    close(name: string) {
      if (name === "v" || name === "t") reading = false;
      if (name === "rPh") guides -= 1;
      if (name === "c" && cell) {
        readCell(cell, meanings, row);
        cell = null;
      }
      if (name === "row" && !isBlank(row)) take(row);
    },
  };
}

/** White space alone is nothing, as in delimited text. */
function isBlank({ cells, faults }: XlsxRow): boolean {
  if (faults.length > 0) return false;
  for (const text of cells.values()) if (text.trim() !== "") return false;
  return true;
}

function newCell({ r, t = "n", s }: Readonly<Record<string, string>>, next: number): Cell {
  const column = r === undefined ? next : columnOf(r);
  return { column, type: t, style: s, value: "", hasFormula: false, hasValue: false };
}

function readCell(
  cell: Cell,
  meanings: CellMeanings,
  row: { readonly cells: Map<number, string>; readonly faults: CellFault[] },
): void {
  const { column, value } = cell;
  const fault = faultOf(cell);
  if (!fault && (!cell.hasValue || value === "")) return;
  if (column >= limits.importColumns) throw tooManyColumns(column + 1);
  if (fault) {
    row.faults.push({ column, code: fault, value: value.slice(0, 80) });
    return;
  }
  const text = textOf(cell, meanings);
  if (text === null) row.faults.push({ column, code: "unreadable_cell", value: value.slice(0, 80) });
  else if (text !== "") row.cells.set(column, text);
}

function faultOf({ type, value, hasFormula, hasValue }: Cell): string | null {
  if (type === "e") return "error_cell";
  if (hasFormula && !hasValue) return "formula_without_value";
  return value.length > MOST_CHARACTERS ? "cell_too_long" : null;
}

/** Text of a cell by its kind (ECMA-376 §18.18.11); null: it cannot be read. */
function textOf({ type, value, style }: Cell, meanings: CellMeanings): string | null {
  const reader = Object.hasOwn(texts, type) ? texts[type] : undefined;
  return reader ? reader(value, meanings, style) : null;
}

type CellText = (value: string, meanings: CellMeanings, style: string | undefined) => string | null;
const texts: Readonly<Record<string, CellText>> = {
  s: (value, { strings }) => (/^\d+$/u.test(value) ? (strings[Number(value)] ?? null) : null),
  n: (value, { style, from1904 }, name) => numberText(value, style(name), from1904),
  b: (value) => (value === "1" ? "true" : "false"),
  d: (value) => value.replace(/T00:00:00(?:\.0+)?Z?$/u, "").replace("T", " "),
  str: (value) => value,
  inlineStr: (value) => value,
};

function rowNumber(given: string | undefined, before: number): number {
  const number = given === undefined ? before + 1 : Number(given);
  if (!Number.isInteger(number) || number <= before || number > MOST_ROW) throw broken();
  return number;
}

/** Place of a column from an address such as `XFD7`. */
function columnOf(address: string): number {
  const letters = /^[A-Z]{1,4}/u.exec(address)?.[0];
  if (letters === undefined) throw broken();
  return [...letters].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0) - 1;
}
