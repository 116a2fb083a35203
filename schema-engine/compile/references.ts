import { metadataKind } from "../contract/metadata/registry.ts";
import type { MetadataDocument, Reference } from "../contract/metadata/kind.ts";
import type { NodeDefinition } from "../contract/metadata/flow.ts";
import type { FieldDefinition, ObjectDefinition } from "../contract/metadata/object.ts";
import type { Registries } from "./registries.ts";

/** Everything a document mentions: its own mentions and those of the field and node types it uses. */
export function referencesIn(document: MetadataDocument, registries: Registries): readonly Reference[] {
  const own = metadataKind(document.kind)?.references(document.body) ?? [];
  return [...own, ...fieldReferences(document, registries), ...nodeReferences(document, registries)];
}

/** The option codes a field definition offers; empty when its type has no choices. */
export function choicesIn(
  field: FieldDefinition,
  registries: Pick<Registries, "fieldType">,
): readonly string[] {
  const type = registries.fieldType(field.type);
  const settings = { ...type?.defaultSettings, ...field.settings };
  return type?.choices?.(settings).map((one) => one.value) ?? [];
}

function fieldReferences({ body }: MetadataDocument, registries: Registries): readonly Reference[] {
  const { fields } = body as Partial<ObjectDefinition>;
  return (fields ?? []).flatMap((field, at) => {
    const type = registries.fieldType(field.type);
    const used = type?.uses?.({ ...type.defaultSettings, ...field.settings }) ?? [];
    return used.map(({ kind, apiName, pointer }) => ({
      kind,
      target: apiName,
      pointer: `/fields/${at}/settings${pointer}`,
    }));
  });
}

function nodeReferences({ body }: MetadataDocument, registries: Registries): readonly Reference[] {
  const { nodes, object = "" } = body as { nodes?: readonly NodeDefinition[]; object?: string };
  return (nodes ?? []).flatMap((node, at) => {
    const type = registries.nodeType(node.type);
    const mentioned = type?.references({ ...type.defaultSettings, ...node.settings }, object) ?? [];
    return mentioned.map((one) => ({ ...one, pointer: `/nodes/${at}/settings${one.pointer}` }));
  });
}
