import { choicesIn } from "./compile/references.ts";
import { compileModel, type PublishedMetadata } from "./compile/workspace.ts";
import type { FieldType } from "./contract/field-type.ts";
import type { FieldDefinition } from "./contract/metadata/object.ts";
import type { WorkspaceModel } from "./contract/model.ts";
import { fieldTypes } from "./field-types/registry.ts";

/** The compiler knows no concrete type; here it is given the field types, which a model is made of. */
const fieldTypesByName = new Map(fieldTypes.map((one) => [one.name, one]));

/** The field type of that name, if there is one. */
export function fieldType(name: string): FieldType | undefined {
  return fieldTypesByName.get(name);
}

/** Compiles published metadata; see `compileModel`. */
export function compileWorkspace(published: PublishedMetadata): WorkspaceModel {
  return compileModel(published, { fieldType });
}

/** The option codes a field definition offers. */
export function choicesOf(field: FieldDefinition): readonly string[] {
  return choicesIn(field, { fieldType });
}
