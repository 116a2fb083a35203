import type { FieldContext } from "../contract/field-type.ts";
import type { Json, JsonObject } from "../contract/json.ts";
import type { ObjectModel, WorkspaceModel } from "../contract/model.ts";
import { valuesLike } from "../records/values.ts";

/** Values as sent, by API name, as they would be stored; those that are not valid, not known or not entered are left out. */
export function draftValues(
  {
    model,
    object,
    now,
  }: { readonly model: WorkspaceModel; readonly object: ObjectModel; readonly now: string },
  values: JsonObject,
): JsonObject {
  const context: FieldContext = { timeZone: model.workspace.timeZone, locale: model.workspace.locale, now };
  const stored = valuesLike();
  for (const { id, apiName, type, settings } of object.fields) {
    const value: Json | undefined = Object.hasOwn(values, apiName) ? values[apiName] : undefined;
    if (value === undefined || value === null || type.sealed || type.computed) continue;
    if (type.check(value, settings).length > 0 || type.isBlank?.(value) === true) continue;
    stored[id] = type.storage.encode(type.normalize ? type.normalize(value, settings, context) : value);
  }
  return stored;
}
