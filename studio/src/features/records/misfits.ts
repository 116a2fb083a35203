import { choosersOf, codesIn, offeredChoices, type Json, type JsonObject } from "#engine";
import type { ObjectInfo } from "../../model/object-info.ts";

/**
 * The values without options that are no longer offered because what they depend on changed: another country empties
 * the city, another record type the options it does not have.
 */
export function withoutMisfits(object: ObjectInfo, before: JsonObject, after: JsonObject): JsonObject {
  let values = after;
  for (const field of object.fields) {
    if (!field.type.choices) continue;
    const moved = choosersOf(object, field).some((name) => !isSame(before[name], after[name]));
    if (!moved) continue;
    const offered = new Set(
      (offeredChoices(object, field, (name) => values[name]) ?? []).map((one) => one.value),
    );
    const value = values[field.apiName];
    const kept = codesIn(value).filter((code) => offered.has(code));
    if (kept.length === codesIn(value).length) continue;
    const next: Json = Array.isArray(value) && kept.length > 0 ? kept : null;
    values = { ...values, [field.apiName]: next };
  }
  return values;
}

function isSame(left: Json | undefined, right: Json | undefined): boolean {
  return JSON.stringify(left ?? null) === JSON.stringify(right ?? null);
}
