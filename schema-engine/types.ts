import { fieldModel } from "./compile/field-model.ts";
import { choicesIn } from "./compile/references.ts";
import { compileModel, type PublishedMetadata } from "./compile/workspace.ts";
import type { FieldType } from "./contract/field-type.ts";
import type { FieldDefinition } from "./contract/metadata/object.ts";
import type { OptionSetDefinition } from "./contract/metadata/option-set.ts";
import type { FieldModel, WorkspaceModel } from "./contract/model.ts";
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

/** The option codes of a field definition, retired ones too; `optionSets` by API name, for fields of shared options. */
export function choicesOf(
  field: FieldDefinition,
  optionSets: ReadonlyMap<string, OptionSetDefinition> = new Map(),
): readonly string[] {
  return choicesIn(field, { registries: { fieldType }, optionSets });
}

/** One field as the compiler makes it, without its expressions; null when its type does not exist. */
export function describeField(
  definition: FieldDefinition,
  optionSets: ReadonlyMap<string, OptionSetDefinition> = new Map(),
): FieldModel | null {
  return fieldModel(definition, { registries: { fieldType }, optionSets });
}
