import {
  countedDimensions,
  dimensionValue,
  fillCells,
  filledFields,
  FIRST_FILL_CELL,
  unitsOf,
  type FieldModel,
  type ObjectModel,
  type StoredRecord,
  type WorkspaceModel,
} from "#engine";
import type { CellShare } from "../../ports/derived-store.ts";

/**
 * What a record adds to the cells of each dimension of its object, no value counting under "", and to those that count
 * which fields have a value.
 */
export function cellShares(
  { workspace }: WorkspaceModel,
  object: ObjectModel,
  record: StoredRecord,
): readonly CellShare[] {
  const { owner } = record;
  const sums = Object.assign({}, ...object.fields.map((one) => measured(one, record))) as CellShare["sums"];
  const counted = countedDimensions(object).map((one) => ({
    fieldId: one.key,
    value: dimensionValue(one, record, workspace.timeZone),
    owner,
    sums,
  }));
  return [...counted, ...fillShares(object, record)];
}

/** What the value of a measured field adds to its sum, and that it is one more of its unit. */
function measured(field: FieldModel, record: StoredRecord): CellShare["sums"] {
  const { id, type } = field;
  const stored = record.values[id];
  if (stored === undefined || stored === null || !type.measure) return {};
  const { amount, unit } = type.measure(type.storage.decode(stored));
  return { [id]: { [unit]: amount }, [unitsOf(id)]: { [unit]: "1" } };
}

/** One count per field that has a value; the first cell also counts records without any. */
function fillShares(object: ObjectModel, record: StoredRecord): readonly CellShare[] {
  const cells = new Map<string, Record<string, Readonly<Record<string, string>>>>([[FIRST_FILL_CELL, {}]]);
  const keys = fillCells(object);
  for (const id of filledFields(object, record)) {
    const key = keys.get(id) ?? FIRST_FILL_CELL;
    const sums = cells.get(key) ?? {};
    cells.set(key, sums);
    sums[id] = { "": "1" };
  }
  return [...cells].map(([fieldId, sums]) => ({ fieldId, value: "", owner: record.owner, sums }));
}
