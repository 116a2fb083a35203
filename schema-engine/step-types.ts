import { checkCandidate } from "./compile/check-workspace.ts";
import { referencesIn } from "./compile/references.ts";
import type { Registries } from "./compile/registries.ts";
import type { MetadataDocument, Reference } from "./contract/metadata/kind.ts";
import type { WorkspaceSettings } from "./contract/model.ts";
import type { NodeType } from "./contract/node-type.ts";
import type { Problem } from "./contract/problem.ts";
import { nodeTypes } from "./node-types/registry.ts";
import { fieldType } from "./types.ts";

/** What needs the step types too: apart, so that a bundle that neither checks metadata nor runs flows is spared them. */
const nodeTypesByName = new Map(nodeTypes.map((one) => [one.name, one]));
const registries: Registries = { fieldType, nodeType };

/** The step type of that name, if there is one. */
export function nodeType(name: string): NodeType | undefined {
  return nodeTypesByName.get(name);
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
