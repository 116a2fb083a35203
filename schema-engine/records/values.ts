import type { Json, JsonObject } from "../contract/json.ts";
import type { FieldModel, ObjectModel } from "../contract/model.ts";

/** Values under construction; has no prototype, so that no key can reach one. */
export type Values = Record<string, Json>;

/** An empty map of values, or a copy of one. */
export function valuesLike(source?: JsonObject): Values {
  const result = new (Bare as unknown as new () => Values)();
  if (source) for (const key of Object.keys(source)) result[key] = source[key] as Json;
  return result;
}

/** Objects whose prototype is empty: as safe as `Object.create(null)`, but kept in V8's fast representation. */
function Bare(): void {
  // Nothing to initialise.
}
Bare.prototype = Object.create(null);

/** The stored value of a field, decoded; null when it has none. */
export function valueOf(field: FieldModel, values: JsonObject): unknown {
  const stored = Object.hasOwn(values, field.id) ? values[field.id] : undefined;
  return stored === undefined || stored === null ? null : field.type.storage.decode(stored);
}

/** Values by API name as expressions and people read them; fields without a value are null. */
export function byApiName(object: ObjectModel, values: JsonObject): Values {
  const result = valuesLike();
  for (const field of object.fields) result[field.apiName] = valueOf(field, values) as Json;
  return result;
}

/** Whether two JSON values are the same, whatever the order of keys. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
  const keys = Object.keys(a);
  if (Array.isArray(a) !== Array.isArray(b) || keys.length !== Object.keys(b).length) return false;
  return keys.every(
    (key) => Object.hasOwn(b, key) && sameJson((a as JsonObject)[key], (b as JsonObject)[key]),
  );
}
