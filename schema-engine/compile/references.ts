import { metadataKind } from "../contract/metadata/registry.ts";
import type { MetadataDocument, Reference } from "../contract/metadata/kind.ts";
import type { NodeDefinition } from "../contract/metadata/flow.ts";
import type { FieldDefinition, ObjectDefinition } from "../contract/metadata/object.ts";
import type { FieldType } from "../contract/field-type.ts";
import { fieldSettings, type FieldSurroundings } from "./field-model.ts";
import type { Registries } from "./registries.ts";

/** Everything a document mentions: its own mentions and those of the field and node types it uses. */
export function referencesIn(document: MetadataDocument, registries: Registries): readonly Reference[] {
  const own = metadataKind(document.kind)?.references(document.body) ?? [];
  return [...own, ...fieldReferences(document, registries), ...nodeReferences(document, registries)];
}

/** The option codes of a field definition, retired ones too; empty when its type has no choices. */
export function choicesIn(field: FieldDefinition, around: FieldSurroundings): readonly string[] {
  const type = around.registries.fieldType(field.type);
  if (!type?.choices) return [];
  return type.choices(fieldSettings(field, type, around.optionSets)).map((one) => one.value);
}

function fieldReferences({ body }: MetadataDocument, registries: Registries): readonly Reference[] {
  const { fields, apiName = "" } = body as Partial<ObjectDefinition>;
  return (fields ?? []).flatMap((field, at) => {
    const type = registries.fieldType(field.type);
    const settings = { ...type?.defaultSettings, ...field.settings };
    const used = type?.uses?.(settings) ?? [];
    const own = used.map(({ kind, apiName: target, pointer }) => ({
      kind,
      target,
      pointer: `/fields/${at}/settings${pointer}`,
    }));
    return type ? [...own, ...controllingReferences(apiName, { type, settings, at })] : own;
  });
}

/** The field that controls a field's options, and its values that options are offered for. */
function controllingReferences(
  object: string,
  { type, settings, at }: { readonly type: FieldType; readonly settings: object; readonly at: number },
): readonly Reference[] {
  const name = type.controlledBy?.(settings);
  if (name === undefined) return [];
  const place = `/fields/${at}/settings`;
  const options = (type.choices?.(settings) ?? []).flatMap(({ onlyFor }, option) =>
    (onlyFor ?? []).map((value, which) => ({
      kind: "option",
      target: `${object}.${name}.${value}`,
      pointer: `${place}/options/${option}/onlyFor/${which}`,
    })),
  );
  return [{ kind: "field", target: `${object}.${name}`, pointer: `${place}/controlledBy` }, ...options];
}

function nodeReferences({ body }: MetadataDocument, registries: Registries): readonly Reference[] {
  const { nodes, object = "" } = body as { nodes?: readonly NodeDefinition[]; object?: string };
  return (nodes ?? []).flatMap((node, at) => {
    const type = registries.nodeType(node.type);
    const mentioned = type?.references({ ...type.defaultSettings, ...node.settings }, object) ?? [];
    return mentioned.map((one) => ({ ...one, pointer: `/nodes/${at}/settings${one.pointer}` }));
  });
}
