import { limits } from "../contract/limits.ts";
import type { ObjectModel, StoredRecord } from "../contract/model.ts";
import { oncePer } from "../shared/once-per.ts";
import { periodOf } from "./periods.ts";
import { queryField, type QueryField } from "./query-field.ts";

/** What the records of an object are counted by, as they change; each costs a write for most changes of a record. */
export interface CountedDimension {
  /** Name of its cells: the field's key, `key:month` where months are counted. */
  readonly key: string;
  readonly field: QueryField;
  readonly isMonthly: boolean;
}

/**
 * Dimensions of an object: its fields with one choice, that of the pipeline first, then months of indexed dates, and
 * always months of creation; `limits.countedDimensions` at most. Each keeps count and sums per value and owner.
 */
export const countedDimensions: (object: ObjectModel) => readonly CountedDimension[] = oncePer((object) => {
  const created = monthly(object, "createdAt");
  const others = [
    ...choiceNames(object).map((name) => plain(object, name)),
    ...dateNames(object).map((name) => monthly(object, name)),
  ];
  return [...others.flat().slice(0, limits.countedDimensions - created.length), ...created];
});

/** Value of a record in a dimension; "" when it has none. Instants fall into months of the zone. */
export function dimensionValue(
  { field, isMonthly }: CountedDimension,
  record: StoredRecord,
  timeZone: string,
): string {
  const stored = field.read(record);
  if (stored === null) return "";
  if (!isMonthly || field.time === null) return String(stored);
  return periodOf({ text: String(stored), kind: field.time }, "month", timeZone);
}

/** Name under which a cell counts the values of each unit (currency) of a measured field. */
export function unitsOf(fieldId: string): string {
  return `${fieldId}.n`;
}

function choiceNames(object: ObjectModel): readonly string[] {
  const single = object.fields.filter(
    ({ type }) => type.choices !== undefined && type.operators.includes("eq"),
  );
  const stage = object.pipeline?.stageField.id;
  const ordered = [...single.filter((one) => one.id === stage), ...single.filter((one) => one.id !== stage)];
  return ordered.map((one) => one.apiName);
}

function dateNames(object: ObjectModel): readonly string[] {
  const indexed = new Set(object.indexes.flatMap((one) => [...one.equal, one.sort]));
  return object.fields.filter((one) => indexed.has(one.id)).map((one) => one.apiName);
}

function plain(object: ObjectModel, name: string): readonly CountedDimension[] {
  const field = queryField(object, name);
  return field ? [{ key: field.id, field, isMonthly: false }] : [];
}

function monthly(object: ObjectModel, name: string): readonly CountedDimension[] {
  const field = queryField(object, name);
  return field?.time ? [{ key: `${field.id}:month`, field, isMonthly: true }] : [];
}

/** Fields whose presence one cell counts; an item's update takes a bounded number of operands (AWS: 300). */
const FIELDS_PER_FILL_CELL = 120;

/** The cells that count how many records have a value of a field: field key → name of its cell. */
export const fillCells: (object: ObjectModel) => ReadonlyMap<string, string> = oncePer((object) => {
  const parts = Math.max(1, Math.ceil(object.fields.length / FIELDS_PER_FILL_CELL));
  return new Map(object.fields.map(({ id }) => [id, fillCell(partOf(id, parts))]));
});

/** Keys of the fields that a record has a value of, as `isNotEmpty` sees it. */
export function filledFields(object: ObjectModel, record: StoredRecord): readonly string[] {
  return object.fields.flatMap(({ id, apiName }) => {
    const value = queryField(object, apiName)?.read(record) ?? null;
    return value === null ? [] : [id];
  });
}

/** Every record counts in it once, so that it knows how many there are. */
export const FIRST_FILL_CELL = fillCell(0);

/** Names of all cells that a record of the object may count in, roll-ups aside. */
export const cellKeys: (object: ObjectModel) => readonly string[] = oncePer((object) => [
  ...new Set([
    ...countedDimensions(object).map((one) => one.key),
    FIRST_FILL_CELL,
    ...fillCells(object).values(),
  ]),
]);

/** What decides in which cells records count, as text; another text means that they must be counted again. */
export function countedShape(object: ObjectModel): string {
  return JSON.stringify(cellKeys(object));
}

function fillCell(part: number): string {
  return `*fill${String(part)}`;
}

/** The same for ever for a field, however many come before it. */
function partOf(id: string, parts: number): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return sum % parts;
}
