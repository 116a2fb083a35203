import {
  addAmounts,
  measureName,
  type GroupedRecords,
  type Json,
  type Measure,
  type ObjectModel,
} from "#engine";
import type { Cell } from "../../ports/record-store.ts";

/** Groups made from kept counters; the same shape as `groupRecords` makes from records. */
export function groupCells(
  object: ObjectModel,
  request: { readonly groupBy: readonly string[]; readonly measures: readonly Measure[] },
  cells: readonly Cell[],
): GroupedRecords {
  const [groupBy = ""] = request.groupBy;
  const values = [...new Set(cells.map((one) => one.value))];
  return values.map((value) => {
    const here = cells.filter((one) => one.value === value);
    const measured = request.measures.map((one): readonly [string, Json] => {
      if (one.fn === "count") return ["count", here.reduce((sum, cell) => sum + cell.count, 0)];
      const id = object.byName.get(one.field)?.id ?? "";
      return [measureName(one), addAmounts(here.flatMap((cell) => Object.entries(cell.sums[id] ?? {})))];
    });
    return { key: { [groupBy]: value === "" ? null : value }, ...Object.fromEntries(measured) };
  });
}
