import { checkCandidate } from "./compile/check-workspace.ts";
import { referencesIn } from "./compile/references.ts";
import type { Registries } from "./compile/registries.ts";
import type { MetadataDocument, Reference } from "./contract/metadata/kind.ts";
import type { WorkspaceSettings } from "./contract/model.ts";
import type { NodeType } from "./contract/node-type.ts";
import { followRenames, type AutomaticEdit } from "./evolve/follow-renames.ts";
import { dependentsIn, type Dependent, type Element } from "./evolve/references.ts";
import { settleStorage, type SettledStorage } from "./evolve/settle-storage.ts";
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

/** Who mentions an element, in expressions, filters and templates too; see `dependentsIn`. */
export function dependentsAmong(
  published: readonly MetadataDocument[],
  documents: readonly MetadataDocument[],
): (element: Element) => readonly Dependent[] {
  return dependentsIn(published, documents, registries);
}

/** The documents with every mention of a renamed element under its new name; see `followRenames`. */
export function withRenames(request: Parameters<typeof followRenames>[0]): {
  readonly documents: readonly MetadataDocument[];
  readonly edits: readonly AutomaticEdit[];
} {
  return followRenames(request, registries);
}

/** Says under which keys values are kept; see `settleStorage`. */
export function withStorageKeys(request: Parameters<typeof settleStorage>[0]): SettledStorage {
  return settleStorage(request, registries);
}
