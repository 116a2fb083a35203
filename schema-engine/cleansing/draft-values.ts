import type { FieldContext } from "../contract/field-type.ts";
import type { Json, JsonObject } from "../contract/json.ts";
import type { FieldModel, ObjectModel, WorkspaceModel } from "../contract/model.ts";
import { normalizeInput } from "../records/normalize.ts";
import { valuesLike } from "../records/values.ts";

/** Values as sent, by API name, as they would be stored; those that are not valid, not known or not entered are left out. */
export function draftValues(
  around: { readonly model: WorkspaceModel; readonly object: ObjectModel; readonly now: string },
  values: JsonObject,
): JsonObject {
  const { timeZone, locale } = around.model.workspace;
  const context: FieldContext = { timeZone, locale, now: around.now };
  const stored = valuesLike();
  for (const field of around.object.fields) {
    const value = Object.hasOwn(values, field.apiName)
      ? storedForm(field, values[field.apiName], context)
      : null;
    if (value !== null) stored[field.id] = value;
  }
  return stored;
}

function storedForm(field: FieldModel, sent: Json | undefined, context: FieldContext): Json {
  const { type, settings } = field;
  const value = normalizeInput(field, sent) ?? null;
  if (value === null || type.sealed || type.computed) return null;
  if (type.check(value, settings).length > 0 || type.isBlank?.(value) === true) return null;
  return type.storage.encode(type.normalize ? type.normalize(value, settings, context) : value);
}
