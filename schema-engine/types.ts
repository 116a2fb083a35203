import { checkCandidate } from "./compile/check-workspace.ts";
import { choicesIn, referencesIn } from "./compile/references.ts";
import type { Registries } from "./compile/registries.ts";
import { compileModel, type PublishedMetadata } from "./compile/workspace.ts";
import type { FieldType } from "./contract/field-type.ts";
import type { MetadataDocument, Reference } from "./contract/metadata/kind.ts";
import type { FieldDefinition } from "./contract/metadata/object.ts";
import type { WorkspaceModel, WorkspaceSettings } from "./contract/model.ts";
import type { NodeType } from "./contract/node-type.ts";
import type { Problem } from "./contract/problem.ts";
import { fieldTypes } from "./field-types/registry.ts";
import { nodeTypes } from "./node-types/registry.ts";

/** The compiler knows no concrete type; here it is given the registries. */
const fieldTypesByName = new Map(fieldTypes.map((one) => [one.name, one]));
const nodeTypesByName = new Map(nodeTypes.map((one) => [one.name, one]));
const registries: Registries = { fieldType, nodeType };

/** The field type of that name, if there is one. */
export function fieldType(name: string): FieldType | undefined {
  return fieldTypesByName.get(name);
}

/** The step type of that name, if there is one. */
export function nodeType(name: string): NodeType | undefined {
  return nodeTypesByName.get(name);
}

/** Compiles published metadata; see `compileModel`. */
export function compileWorkspace(published: PublishedMetadata): WorkspaceModel {
  return compileModel(published, registries);
}

/** Every check of a candidate for publishing; empty when it can be published. */
export function checkWorkspace(candidate: {
  readonly settings: WorkspaceSettings;
  readonly documents: readonly MetadataDocument[];
}): readonly Problem[] {
  return checkCandidate(candidate, registries);
}

/** Everything a document mentions, its types' mentions included. */
export function referencesOf(document: MetadataDocument): readonly Reference[] {
  return referencesIn(document, registries);
}

/** The option codes a field definition offers. */
export function choicesOf(field: FieldDefinition): readonly string[] {
  return choicesIn(field, registries);
}
