import {
  allocateIndexes,
  describeField,
  fieldType,
  type CompositeIndex,
  type FieldDefinition,
  type IndexAdvice,
  type ObjectDefinition,
  type PipelineDefinition,
} from "#engine";
import { unusedName } from "./object-edits.ts";

/** The object with one more index; the same object when it asks for such an index already. */
export function withIndex(object: ObjectDefinition, { equal, sort }: IndexAdvice): ObjectDefinition {
  const before = object.indexes ?? [];
  const isThere = before.some(
    (one) => one.sort === sort && JSON.stringify(one.equal) === JSON.stringify(equal),
  );
  if (isThere) return object;
  const apiName = unusedName("index", new Set(before.map((one) => one.apiName)));
  const added: CompositeIndex = { apiName, equal: [...equal], ...(sort === undefined ? {} : { sort }) };
  return { ...object, indexes: [...before, added] };
}

/** The object with these indexes and no others of its own. */
export function withIndexes(object: ObjectDefinition, indexes: readonly CompositeIndex[]): ObjectDefinition {
  const { indexes: _before, ...rest } = object;
  return indexes.length > 0 ? { ...rest, indexes: [...indexes] } : rest;
}

/** Fields that can stand in an index. */
export function orderedFields({ fields }: ObjectDefinition): readonly FieldDefinition[] {
  return fields.filter((one) => describeField(one)?.type.index !== undefined);
}

/** How many of an object's index slots will be taken; null: it asks for more than there are. */
export function slotsTaken(object: ObjectDefinition, pipeline: PipelineDefinition | null): number | null {
  const fields = object.fields.map((one) => ({ ...one, id: one.id ?? one.apiName }));
  const definition = { ...object, fields };
  const allocated = allocateIndexes({ definition, pipeline, previous: [], types: fieldType });
  return allocated.ok ? allocated.value.length : null;
}
