import type { RecordRef } from "../contract/field-type.ts";
import type { JsonObject } from "../contract/json.ts";
import type { FieldModel, ObjectModel } from "../contract/model.ts";
import { token } from "../shared/json-pointer.ts";

/** What must be loaded or drawn before a write can be decided. */
export interface WriteNeeds {
  /** Records the values refer to, with the place that refers to them. */
  readonly references: readonly { readonly ref: RecordRef; readonly pointer: string }[];
  /** Uploaded files the values name, with the field that names them. */
  readonly files: readonly { readonly field: FieldModel; readonly id: string }[];
  /** Ids of the fields whose next number must be drawn; only at creation. */
  readonly sequences: readonly string[];
}

/** Looks only at values that are valid by themselves; what is wrong with the others is said by `decideWrite`. */
export function writeNeeds(request: {
  readonly object: ObjectModel;
  /** By API name, as sent. */
  readonly values: JsonObject;
  readonly kind: "create" | "update";
}): WriteNeeds {
  const { object, values, kind } = request;
  const references = Object.keys(values).flatMap((name) => {
    const field = object.byName.get(name);
    const value = values[name];
    if (!field?.type.references || value === null || value === undefined) return [];
    if (field.type.check(value, field.settings).length > 0) return [];
    const pointer = `/values${token(name)}`;
    return field.type.references(value, field.settings).map((ref) => ({ ref, pointer }));
  });
  const files = Object.keys(values).flatMap((name) => {
    const field = object.byName.get(name);
    const value = values[name];
    if (!field?.type.files || value === null || value === undefined) return [];
    if (field.type.check(value, field.settings).length > 0) return [];
    return field.type.files(value, field.settings).map((id) => ({ field, id }));
  });
  const sequences = object.fields.filter((one) => one.type.computed?.source === "sequence");
  return { references, files, sequences: kind === "create" ? sequences.map((one) => one.id) : [] };
}
