import type { Json, ObjectModel, StoredRecord } from "#engine";
import type { CellShare } from "../../ports/derived-store.ts";

/** What a record adds to the cells of each field with a closed set of choices; no value counts under "". */
export function cellShares(object: ObjectModel, record: StoredRecord): readonly CellShare[] {
  const sums = measuresOf(object, record);
  return object.fields
    .filter((field) => field.type.choices !== undefined)
    .flatMap((field) =>
      chosen(record.values[field.id]).map((value) => ({
        fieldId: field.id,
        value,
        owner: record.owner,
        sums,
      })),
    );
}

function chosen(stored: Json | undefined): readonly string[] {
  const list = Array.isArray(stored) ? (stored as readonly Json[]) : [stored ?? ""];
  return list.length === 0 ? [""] : list.map(String);
}

function measuresOf(object: ObjectModel, record: StoredRecord): CellShare["sums"] {
  const measured = object.fields.flatMap((field) => {
    const value = record.values[field.id];
    if (value === undefined || value === null || !field.type.measure) return [];
    const { amount, unit } = field.type.measure(field.type.storage.decode(value));
    return [[field.id, { [unit]: amount }] as const];
  });
  return Object.fromEntries(measured);
}
