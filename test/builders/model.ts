import {
  fieldType,
  allocateIndexes,
  compileWorkspace,
  type FieldDefinition,
  type MetadataDocument,
  type ObjectDefinition,
  type ObjectModel,
  type PipelineDefinition,
  type WorkspaceModel,
} from "#engine";

const label = (text: string) => ({ "zh-CN": text, en: text });

/** A field with an id made from its name. */
export function aField(apiName: string, type = "text", more: Partial<FieldDefinition> = {}): FieldDefinition {
  return { id: `f_${apiName.toLowerCase()}`, apiName, type, label: label(apiName), ...more };
}

/** An object with a name field unless one is given. */
export function anObject(
  apiName: string,
  fields: readonly FieldDefinition[] = [],
  more: Partial<ObjectDefinition> = {},
): ObjectDefinition {
  const named = fields.some((one) => one.apiName === "name") ? fields : [aField("name"), ...fields];
  return {
    id: `o_${apiName.toLowerCase()}`,
    apiName,
    label: label(apiName),
    pluralLabel: label(apiName),
    nameField: "name",
    fields: [...named],
    ...more,
  };
}

/** A compiled workspace of objects (and pipelines) whose indexes are ready. */
export function aWorkspaceModel(
  objects: readonly ObjectDefinition[],
  options: { readonly id?: string; readonly pipelines?: readonly PipelineDefinition[] } = {},
): WorkspaceModel {
  const pipelines = options.pipelines ?? [];
  const indexes = objects.map((definition) => {
    const pipeline = pipelines.find((one) => one.object === definition.apiName) ?? null;
    const allocated = allocateIndexes({ definition, pipeline, previous: [], types: fieldType });
    if (!allocated.ok) throw new Error(JSON.stringify(allocated.problems));
    return [definition.id, allocated.value.map((one) => ({ ...one, state: "ready" as const }))] as const;
  });
  return compileWorkspace({
    settings: {
      id: options.id ?? "acme",
      name: "Acme",
      timeZone: "Asia/Shanghai",
      locale: "zh-CN",
      currency: "CNY",
    },
    version: 1,
    documents: [
      ...objects.map((body): MetadataDocument => document("object", body)),
      ...pipelines.map((body): MetadataDocument => document("pipeline", body)),
    ],
    indexes: Object.fromEntries(indexes),
  });
}

/** The object of a model; throws when it is not there. */
export function objectOf(model: WorkspaceModel, apiName: string): ObjectModel {
  const object = model.objects.get(apiName);
  if (!object) throw new Error(`no object ${apiName}`);
  return object;
}

function document(kind: string, body: { readonly id?: string; readonly apiName: string }): MetadataDocument {
  return { kind, id: body.id ?? body.apiName, apiName: body.apiName, body };
}
