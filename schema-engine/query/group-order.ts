import type { Json } from "../contract/json.ts";
import type { ObjectModel } from "../contract/model.ts";
import { compareUtf8 } from "../shared/utf8-order.ts";
import type { GroupKey } from "./group-key.ts";

/** Groups in the order of their keys: choices as the admin ordered them, everything else by value; none comes last. */
export function inOrder<Group extends { readonly values: readonly Json[] }>(
  object: ObjectModel,
  groupBy: readonly GroupKey[],
  groups: readonly Group[],
): readonly Group[] {
  const places = groupBy.map((key) => placesOf(object, key));
  return [...groups].sort((a, b) => {
    for (const [at, place] of places.entries()) {
      const order = compared(a.values[at] ?? null, b.values[at] ?? null, place);
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** Place of each choice; null where the field has none. */
function placesOf(object: ObjectModel, { field, unit }: GroupKey): ReadonlyMap<Json, number> | null {
  const model = unit === null ? object.byName.get(field) : undefined;
  const choices = model?.type.choices?.(model.settings);
  return choices ? new Map(choices.map((one, at) => [one.value, at])) : null;
}

function compared(a: Json, b: Json, places: ReadonlyMap<Json, number> | null): number {
  const kinds = kindOf(a, places) - kindOf(b, places);
  if (kinds !== 0) return kinds;
  const [left, right] = [places?.get(a), places?.get(b)];
  if (left !== undefined && right !== undefined) return left - right;
  if (typeof a === "number" && typeof b === "number") return a - b;
  return compareUtf8(textOf(a), textOf(b));
}

/** Choices before other values, and no value at the end. */
function kindOf(value: Json, places: ReadonlyMap<Json, number> | null): number {
  if (value === null) return 2;
  return places?.has(value) ? 0 : 1;
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
