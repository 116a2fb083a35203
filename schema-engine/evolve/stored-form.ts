import type { FieldContext } from "../contract/field-type.ts";
import type { Json, JsonObject } from "../contract/json.ts";
import type { ObjectModel, StoredConversion } from "../contract/model.ts";
import { sameJson, valuesLike } from "../records/values.ts";
import { convertValue, type TypedAs } from "./convert-value.ts";

/** Key under which a value that was converted is kept until the undo window ends. */
export function keptKey(key: string): string {
  return `${key}_was`;
}

/**
 * Values of a record as its fields are now: what is still kept under the key before a change of type is converted, and
 * the old value moved to `keptKey`; what went back to an older type gets its original again unless it was edited since.
 * Storing the result makes it so; doing it twice changes nothing.
 */
export function readStored(object: ObjectModel, values: JsonObject): JsonObject {
  const { converted } = object;
  if (!converted || converted.length === 0) return values;
  let result: Record<string, Json> | null = null;
  for (const { id, conversion } of converted) {
    if (!conversion || !isUnread(result ?? values, id, conversion)) continue;
    result ??= valuesLike(values);
    convertOne(result, id, conversion);
  }
  return result ?? values;
}

/** The value before the change of type that could not be converted; null when there is none. `values` as read. */
export function conversionFailure(object: ObjectModel, fieldId: string, values: JsonObject): Json | null {
  const field = object.converted?.find((one) => one.definition.id === fieldId);
  if (!field?.conversion) return null;
  const old = valueAt(values, keptKey(field.conversion.from));
  if (old === null || valueAt(values, field.id) !== null) return null;
  return field.conversion.convert(old) === null ? old : null;
}

/** How stored values of one type are read as another's, both ways. */
export function storedConversion(
  from: TypedAs & { readonly key: string },
  to: TypedAs,
  context: FieldContext,
): StoredConversion {
  return {
    from: from.key,
    convert: (stored) => convertStored({ from, to }, stored, context),
    revert: (stored) => convertStored({ from: to, to: from }, stored, context),
  };
}

function convertStored(
  pair: { readonly from: TypedAs; readonly to: TypedAs },
  stored: Json,
  context: FieldContext,
): Json | null {
  const { type } = pair.to;
  const converted = convertValue(pair, pair.from.type.storage.decode(stored), context);
  if (!converted.ok || type.isBlank?.(converted.value) === true) return null;
  return type.storage.encode(converted.value);
}

function isUnread(values: JsonObject, key: string, { from }: StoredConversion): boolean {
  return valueAt(values, from) !== null || valueAt(values, keptKey(key)) !== null;
}

function convertOne(values: Record<string, Json>, key: string, conversion: StoredConversion): void {
  const old = valueAt(values, conversion.from);
  const original = valueAt(values, keptKey(key));
  const next = converted(original, old, conversion);
  delete values[conversion.from];
  delete values[keptKey(key)];
  if (old !== null) values[keptKey(conversion.from)] = old;
  if (next === null) delete values[key];
  else values[key] = next;
}

/** The value of the new type. On the way back: the original, unless what was made of it was edited or cleared since. */
function converted(original: Json | null, old: Json | null, conversion: StoredConversion): Json | null {
  if (original === null) return old === null ? null : conversion.convert(old);
  const made = conversion.revert(original);
  if (old === null) return made === null ? original : null;
  return made !== null && sameJson(made, old) ? original : conversion.convert(old);
}

function valueAt(values: JsonObject, key: string): Json | null {
  return Object.hasOwn(values, key) ? (values[key] ?? null) : null;
}
