import type { JsonObject } from "../contract/json.ts";
import type { ObjectModel } from "../contract/model.ts";
import { sameJson } from "./values.ts";

/** Ids of the fields whose stored values differ. */
export function changedFields(
  object: ObjectModel,
  before: JsonObject | undefined,
  after: JsonObject,
): readonly string[] {
  const changed: string[] = [];
  for (const { id } of object.fields) {
    const old = before && Object.hasOwn(before, id) ? before[id] : undefined;
    if (!sameJson(old ?? null, after[id] ?? null)) changed.push(id);
  }
  return changed;
}
