import type { Json } from "../contract/json.ts";
import type { ObjectModel, StoredRecord } from "../contract/model.ts";
import type { Filter, FilterAtom } from "../contract/query.ts";
import { compareUtf8 } from "../shared/utf8-order.ts";
import { countedDimensions, FIRST_FILL_CELL, unitsOf, type CountedDimension } from "./counted-dimensions.ts";
import type { GroupKey } from "./group-key.ts";
import { grouping, type Grouping, type GroupPart, type GroupRequest } from "./group-records.ts";
import { matchesFilter } from "./match.ts";
import { monthEdges, periodOfMonth, type TimeKind } from "./periods.ts";

/** What records of one value and owner come to, as it is kept. */
export interface CountedCell {
  readonly value: string;
  readonly owner: string;
  readonly count: number;
  /** Field key → unit → sum, a decimal string; under `unitsOf(key)` how many values there are of each unit. */
  readonly sums: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A question about all records that meet a resolved filter. */
export interface CellQuestion extends GroupRequest {
  readonly filter: Filter | null;
}

/**
 * Name of the cells that answer a question; null when none do. They know one dimension and the owner, counts, sums and
 * with them means; whether the bounds of a filter fall between months is seen when they are read.
 */
export function cellsFor(object: ObjectModel, question: CellQuestion): string | null {
  if (question.measures.some((one) => one.fn === "min" || one.fn === "max")) return null;
  const names = new Set([...question.groupBy.map((one) => one.field), ...namesIn(question.filter)]);
  names.delete("owner");
  const [name, ...others] = names;
  if (others.length > 0) return null;
  if (name === undefined) return anyCells(object, question);
  const dimension = countedDimensions(object).find(({ field }) => field.name === name);
  const isFine = dimension && question.groupBy.every((key) => isKnown(dimension, key));
  return isFine ? dimension.key : null;
}

/** The groups that cells of `cellsFor` come to; null when a bound of the filter falls within a month with records. */
export function groupCells(
  object: ObjectModel,
  question: CellQuestion,
  given: { readonly key: string; readonly cells: readonly CountedCell[] },
): Grouping | null {
  const dimension = countedDimensions(object).find((one) => one.key === given.key) ?? null;
  const groups = grouping(object, question);
  for (const cell of given.cells) {
    if (cell.count === 0) continue;
    const isIn = isWithin(object, question, { dimension, cell });
    if (isIn === null) return null;
    if (isIn)
      groups.addPart(
        question.groupBy.map((key) => valueOf(key, cell)),
        partOf(cell),
      );
  }
  return groups;
}

/** Cells of any dimension know everything; those that only count are the fewest. */
function anyCells(object: ObjectModel, { measures }: CellQuestion): string | null {
  if (measures.every((one) => one.fn === "count")) return FIRST_FILL_CELL;
  return countedDimensions(object)[0]?.key ?? null;
}

function isKnown({ isMonthly }: CountedDimension, { field, unit }: GroupKey): boolean {
  return field === "owner" || (isMonthly ? unit !== null && unit !== "day" : unit === null);
}

function namesIn(filter: Filter | null): readonly string[] {
  if (!filter) return [];
  if ("and" in filter) return filter.and.flatMap(namesIn);
  if ("or" in filter) return filter.or.flatMap(namesIn);
  return "not" in filter ? namesIn(filter.not) : [filter.field];
}

function valueOf({ field, unit }: GroupKey, cell: CountedCell): Json {
  if (field === "owner") return cell.owner;
  if (cell.value === "") return null;
  return unit === null || unit === "day" ? cell.value : periodOfMonth(cell.value, unit);
}

function partOf({ count, sums }: CountedCell): GroupPart {
  return {
    count,
    amounts: (fieldId) =>
      Object.entries(sums[unitsOf(fieldId)] ?? {}).map(([unit, values]) => ({
        unit,
        sum: sums[fieldId]?.[unit] ?? "0",
        count: Number(values),
      })),
  };
}

interface CellAt {
  readonly dimension: CountedDimension | null;
  readonly cell: CountedCell;
}

/** Whether all records of a cell meet the filter or none does; null: some may. */
function isWithin(
  object: ObjectModel,
  { filter, timeZone }: CellQuestion,
  { dimension, cell }: CellAt,
): boolean | null {
  if (filter === null) return true;
  const time = dimension?.isMonthly && cell.value !== "" ? dimension.field.time : null;
  if (!dimension || time === null) return matchesFilter(object, filter, standIn(dimension, cell, cell.value));
  const edges = monthEdges(cell.value, time, timeZone);
  if (isCut(filter, { dimension, edges, time })) return null;
  return matchesFilter(object, filter, standIn(dimension, cell, edges.first));
}

/** A record as far as the cell knows its records. */
function standIn(dimension: CountedDimension | null, { owner }: CountedCell, value: string): StoredRecord {
  const empty = {
    object: "",
    id: "",
    version: 1,
    createdAt: "",
    createdBy: "",
    updatedAt: "",
    updatedBy: "",
  };
  if (!dimension || value === "") return { ...empty, owner, values: {} };
  const { field } = dimension;
  return field.model
    ? { ...empty, owner, values: { [field.id]: value } }
    : { ...empty, owner, values: {}, [field.name]: value };
}

interface MonthOf {
  readonly dimension: CountedDimension;
  readonly edges: { readonly first: string; readonly last: string };
  readonly time: TimeKind;
}

/** Whether a condition on the date is met in one part of the month and not in the other. */
function isCut(filter: Filter, month: MonthOf): boolean {
  if ("and" in filter) return filter.and.some((one) => isCut(one, month));
  if ("or" in filter) return filter.or.some((one) => isCut(one, month));
  if ("not" in filter) return isCut(filter.not, month);
  return filter.field === month.dimension.field.name && cuts[filter.op](filter, month);
}

type Cut = (atom: FilterAtom, month: MonthOf) => boolean;

/** A bound that divides the times before it from itself and those after it. */
const before = (operand: Json, { dimension, edges }: MonthOf): boolean =>
  dimension.field.encode !== null &&
  compareUtf8(encoded(dimension, operand), encoded(dimension, edges.first)) > 0 &&
  compareUtf8(encoded(dimension, operand), encoded(dimension, edges.last)) <= 0;
/** A bound that divides itself and the times before it from those after it. */
const after = (operand: Json, { dimension, edges }: MonthOf): boolean =>
  dimension.field.encode !== null &&
  compareUtf8(encoded(dimension, operand), encoded(dimension, edges.first)) >= 0 &&
  compareUtf8(encoded(dimension, operand), encoded(dimension, edges.last)) < 0;
const within: Cut = ({ value }, month) =>
  (Array.isArray(value) ? (value as readonly Json[]) : [value ?? null]).some(
    (one) => before(one, month) || after(one, month),
  );
const never: Cut = () => false;

const cuts: Readonly<Record<FilterAtom["op"], Cut>> = {
  lt: ({ value = null }, month) => before(value, month),
  gte: ({ value = null }, month) => before(value, month),
  lte: ({ value = null }, month) => after(value, month),
  gt: ({ value = null }, month) => after(value, month),
  between: ({ value }, month) => {
    const [from = null, to = null] = value as readonly Json[];
    return before(from, month) || after(to, month);
  },
  eq: within,
  ne: within,
  in: within,
  notIn: within,
  contains: within,
  startsWith: within,
  isEmpty: never,
  isNotEmpty: never,
};

function encoded({ field }: CountedDimension, stored: Json): string {
  return field.encode?.(stored) ?? "";
}
