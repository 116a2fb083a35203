import type { FieldType } from "../contract/field-type.ts";
import type { JsonObject } from "../contract/json.ts";
import type { ObjectDefinition, RecordTypeDefinition } from "../contract/metadata/object.ts";
import type { ObjectModel } from "../contract/model.ts";
import { valueOf } from "./values.ts";

/** Where record types are set out. */
export type RecordTypesOf = Pick<ObjectDefinition, "recordTypeField" | "recordTypes">;

/** A field with its type, as the engine's and the studio's models have it. */
export interface TypedField {
  readonly apiName: string;
  readonly type: FieldType;
  readonly settings: object;
}

/**
 * The record type of a record by its stored values (keys are field ids); null when the object has none, the record
 * has no type, or its option has no record type of its own.
 */
export function recordTypeOf(object: ObjectModel, values: JsonObject): RecordTypeDefinition | null {
  const { recordTypeField: name, recordTypes } = object.definition;
  const field = name === undefined || !recordTypes?.length ? undefined : object.byName.get(name);
  return field ? recordTypeNamed(object.definition, valueOf(field, values)) : null;
}

/** The record type of an option of the record type field; null when it has none. */
export function recordTypeNamed(
  { recordTypes }: RecordTypesOf,
  option: unknown,
): RecordTypeDefinition | null {
  return recordTypes?.find((one) => one.option === option) ?? null;
}
