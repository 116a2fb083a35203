import { describeField, type FieldDefinition, type Json } from "#engine";

/** One condition as it is edited: the value as text, as a person writes it. */
export interface FilterRow {
  readonly field: string;
  readonly op: string;
  readonly text: string;
}

interface Atom {
  readonly field: string;
  readonly op: string;
  readonly value?: Json;
}

const context = { timeZone: "UTC", locale: "en", now: "1970-01-01T00:00:00Z" } as const;
/** Operators that compare with nothing, and those whose operand is one value. */
const withoutValue: ReadonlySet<string> = new Set(["isEmpty", "isNotEmpty"]);
const withOneValue: ReadonlySet<string> = new Set([
  ...["eq", "ne", "lt", "lte", "gt", "gte", "contains", "startsWith"],
]);

/** Operators of a field that a row can say. */
export function rowOperators(definition: FieldDefinition | undefined): readonly string[] {
  const field = definition && describeField(definition);
  return (field?.type.operators ?? []).filter((one) => withoutValue.has(one) || withOneValue.has(one));
}

export function takesValue(op: string): boolean {
  return withOneValue.has(op);
}

/** The rows of a filter whose conditions all must hold; null: it says more than rows can. */
export function rowsOf(filter: unknown, fields: readonly FieldDefinition[]): readonly FilterRow[] | null {
  if (filter === undefined || filter === null) return [];
  const atoms = (filter as { and?: readonly unknown[] }).and ?? [filter];
  const rows = atoms.map((one) => rowOf(one as Atom, fields));
  return rows.some((one) => one === null) ? null : (rows as readonly FilterRow[]);
}

/** The filter of the rows; undefined without rows. A value that is not the field's stays as text and is refused later. */
export function filterOf(rows: readonly FilterRow[], fields: readonly FieldDefinition[]): unknown {
  const atoms = rows.map(({ field, op, text }) =>
    takesValue(op) ? { field, op, value: valueOf(text, fieldOf(field, fields)) } : { field, op },
  );
  if (atoms.length === 0) return undefined;
  return atoms.length === 1 ? atoms[0] : { and: atoms };
}

function rowOf(atom: Atom, fields: readonly FieldDefinition[]): FilterRow | null {
  if (typeof atom.field !== "string" || typeof atom.op !== "string") return null;
  if (!takesValue(atom.op))
    return withoutValue.has(atom.op) ? { field: atom.field, op: atom.op, text: "" } : null;
  const field = fieldOf(atom.field, fields);
  const { value } = atom;
  const isValue =
    field !== null && value !== undefined && field.type.check(value, field.settings).length === 0;
  const text = isValue ? field.type.format(value, field.settings, context) : String(value ?? "");
  return { field: atom.field, op: atom.op, text };
}

function fieldOf(name: string, fields: readonly FieldDefinition[]) {
  const definition = fields.find((one) => one.apiName === name);
  return definition ? describeField(definition) : null;
}

function valueOf(text: string, field: ReturnType<typeof fieldOf>): Json {
  const read = field?.type.parse(text, field.settings, context);
  return read?.ok ? (read.value as Json) : text;
}
