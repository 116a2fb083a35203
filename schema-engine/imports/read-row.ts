import type { FieldContext } from "../contract/field-type.ts";
import type { Json } from "../contract/json.ts";
import type { FieldModel, ObjectModel, WorkspaceModel } from "../contract/model.ts";
import { invalid, type LocalizedText, type Problem } from "../contract/problem.ts";
import type { ColumnMapping, FileMapping } from "./mapping.ts";
import { holdsPerson, linkTarget, namesObject, type LinkTarget } from "./link-targets.ts";

/** One record a row asks for. */
export interface RowRecord {
  readonly object: string;
  /** Id of the record the row is about, as its cell says; null: it says none. */
  readonly id: string | null;
  readonly values: Readonly<Record<string, Json>>;
  /** Values for a record that is made, where the row has none. */
  readonly defaults: Readonly<Record<string, Json>>;
  /** Relations to be resolved by a unique value of the target. */
  readonly links: readonly RowLink[];
  /** E-mail or name of the owner named in the row; null: the importer. */
  readonly owner: string | null;
}

export interface RowLink {
  readonly field: string;
  readonly column: string;
  /** `user`: a person, by e-mail address, name or id. */
  readonly target: string;
  readonly by: string;
  readonly value: string;
  /** Whether the value of the field names the object too. */
  readonly namesObject: boolean;
}

/** What is wrong with one cell; the row is still imported without it unless `fatal`. */
export interface CellProblem {
  readonly column: string;
  readonly value: string;
  readonly code: string;
  readonly message: LocalizedText;
}

export interface ReadRow {
  /** Main record first, then children. */
  readonly records: readonly RowRecord[];
  readonly problems: readonly CellProblem[];
}

/**
 * Turns one row of cells into the records it asks for. A cell that cannot be read, such as a masked `*`, is left out
 * and reported; whether the record can be saved without it is decided by the write like any other.
 */
export function readRow(
  model: WorkspaceModel,
  file: FileMapping,
  row: { readonly cells: Readonly<Record<string, string>>; readonly context: FieldContext },
): ReadRow {
  const records: RowRecord[] = [];
  const problems: CellProblem[] = [];
  for (const name of [file.object, ...childNames(file)]) {
    const object = model.objects.get(name);
    if (!object) continue;
    const read = readRecord(model, object, {
      columns: file.mapping.filter((one) => one.object === name),
      file,
      ...row,
    });
    problems.push(...read.problems);
    const isEmpty = Object.keys(read.record.values).length === 0;
    if (name === file.object || !isEmpty) records.push(read.record);
  }
  return { records, problems };
}

function childNames(file: FileMapping): readonly string[] {
  return [...new Set(file.mapping.map((one) => one.object))].filter((name) => name !== file.object);
}

interface Cells {
  readonly file: FileMapping;
  readonly columns: readonly ColumnMapping[];
  readonly cells: Readonly<Record<string, string>>;
  readonly context: FieldContext;
}

function readRecord(
  model: WorkspaceModel,
  object: ObjectModel,
  row: Cells,
): { readonly record: RowRecord; readonly problems: readonly CellProblem[] } {
  const read: Reading = { values: {}, links: [], problems: [], owner: null, id: null };
  const clears = row.file.blanks === "clear" && row.file.object === object.apiName;
  for (const mapping of row.columns) {
    const text = (row.cells[mapping.column] ?? "").trim();
    if (text !== "") readCell(read, { model, object, mapping, text, context: row.context });
    else if (clears && object.byName.has(mapping.field)) read.values[mapping.field] = null;
  }
  const { values, links, owner, id, problems } = read;
  const defaults = defaultsOf(object, row);
  return { record: { object: object.apiName, id, values, defaults, links, owner }, problems };
}

/** Defaults as values; that they can be read was seen when the import began. */
function defaultsOf(object: ObjectModel, { file, context }: Cells): Readonly<Record<string, Json>> {
  const values: Record<string, Json> = {};
  for (const one of file.defaults ?? []) {
    const field = one.object === object.apiName ? object.byName.get(one.field) : undefined;
    const parsed = field?.type.parse(one.value, field.settings, context);
    if (parsed?.ok) values[one.field] = parsed.value as Json;
  }
  return values;
}

interface Reading {
  readonly values: Record<string, Json>;
  readonly links: RowLink[];
  readonly problems: CellProblem[];
  owner: string | null;
  id: string | null;
}

interface Cell {
  readonly model: WorkspaceModel;
  readonly object: ObjectModel;
  readonly mapping: ColumnMapping;
  readonly text: string;
  readonly context: FieldContext;
}

function readCell(read: Reading, { model, object, mapping, text, context }: Cell): void {
  const { column, field: name, by } = mapping;
  const special = Object.hasOwn(specials, name) ? specials[name] : undefined;
  if (special && !object.byName.has(name)) {
    if (text.includes("*")) read.problems.push(cellProblem(column, text, maskedCell));
    else special(read, text);
    return;
  }
  const field = object.byName.get(name);
  if (!field) return;
  const found = lookedUp(model, field, by);
  if (found && !text.includes("*")) {
    read.links.push({ field: name, column, ...found, value: text, namesObject: namesObject(field) });
    return;
  }
  const parsed = field.type.parse(text, field.settings, context);
  if (parsed.ok) read.values[name] = parsed.value as Json;
  else read.problems.push(...parsed.problems.map((one) => cellProblem(column, text, one)));
}

/** Where the cells of a field are looked up; null: they hold the value itself. */
function lookedUp(model: WorkspaceModel, field: FieldModel, by: string | undefined): LinkTarget | null {
  if (holdsPerson(field)) return { target: "user", by: "email" };
  return by === undefined ? null : linkTarget(model, field, by);
}

/** Targets of a column that are no fields. */
const specials: Readonly<Record<string, (read: Reading, text: string) => void>> = {
  owner(read, text) {
    read.owner = text;
  },
  id(read, text) {
    read.id = text;
  },
};

const SHOWN_LENGTH = 80;

export function cellProblem(column: string, value: string, problem: Problem): CellProblem {
  return { column, value: value.slice(0, SHOWN_LENGTH), code: problem.code, message: problem.message };
}

const maskedCell = invalid("", "masked", {
  "zh-CN": "内容被星号遮盖，未导入此单元格。",
  en: "The content is masked by asterisks; this cell was left out.",
});
