import {
  fieldConditionNames,
  objectAccess,
  type Access,
  type FieldDefinition,
  type FieldModel,
  type MetadataDocument,
  type ObjectDefinition,
  type ObjectModel,
  type RecordTypeDefinition,
  type PipelineDefinition,
  type ViewDefinition,
  type WorkspaceModel,
} from "#engine";

/** The published documents as the caller may see them: no hidden object or field, no automation without the capability. */
export function visibleDocuments(model: WorkspaceModel, access: Access): readonly MetadataDocument[] {
  if (access.capabilities.has("metadata.manage")) return model.documents;
  return model.documents.flatMap((document) => {
    const mayRead = readers[document.kind];
    if (!mayRead?.(document, access)) return [];
    return narrowers[document.kind]?.(document, access, model) ?? [document];
  });
}

type MayRead = (document: MetadataDocument, access: Access) => boolean;

const ofObject: MayRead = (document, access) =>
  objectAccess(access, (document.body as { readonly object: string }).object).read;
const automation: MayRead = (_document, access) =>
  access.capabilities.has("journeys.run") || access.capabilities.has("runs.read");
const marketing: MayRead = (_document, access) => access.capabilities.has("journeys.run");

/** Kinds a caller without `metadata.manage` may read, and when; a kind that is not named is hidden. */
const readers: Readonly<Record<string, MayRead>> = {
  object: (document, access) => objectAccess(access, document.apiName).read,
  view: ofObject,
  optionSet: () => true,
  pipeline: ofObject,
  workflow: (document, access) => access.capabilities.has("runs.read") && ofObject(document, access),
  journey: (document, access) => automation(document, access) && ofObject(document, access),
  template: marketing,
};

type Narrow = (
  document: MetadataDocument,
  access: Access,
  model: WorkspaceModel,
) => readonly MetadataDocument[];

/** Kinds whose documents name fields: hidden ones are left out; a document that makes no sense without them is too. */
const narrowers: Readonly<Record<string, Narrow>> = {
  object(document, access, model) {
    const object = model.objects.get(document.apiName);
    if (!object) return [];
    return [{ ...document, body: visibleDefinition(object, seesField(access, document.apiName)) }];
  },
  view(document, access) {
    const body = document.body as ViewDefinition;
    const sees = seesField(access, body.object);
    const columns = body.columns.filter(sees);
    const sort = body.sort?.filter((one) => sees(one.field));
    if (columns.length === 0 || !namedIn(body.filter).every(sees)) return [];
    return [{ ...document, body: { ...body, columns, ...(sort ? { sort } : {}) } }];
  },
  pipeline(document, access) {
    const body = document.body as PipelineDefinition;
    const sees = seesField(access, body.object);
    if (!sees(body.stageField)) return [];
    const stages = body.stages.map((stage) =>
      stage.requiredFields ? { ...stage, requiredFields: stage.requiredFields.filter(sees) } : stage,
    );
    return [{ ...document, body: { ...body, stages } }];
  },
};

/** An object's definition without hidden fields, and without what names them: conditions, combinations, record types. */
function visibleDefinition(object: ObjectModel, sees: (name: string) => boolean): ObjectDefinition {
  const { recordTypeField, recordTypes, uniques, ...rest } = object.definition;
  const fields = object.fields.filter((one) => sees(one.apiName)).map((one) => visibleField(one, sees));
  return {
    ...rest,
    fields,
    ...(uniques ? { uniques: uniques.filter((one) => one.fields.every(sees)) } : {}),
    ...(recordTypeField !== undefined && sees(recordTypeField)
      ? { recordTypeField, recordTypes: (recordTypes ?? []).map((one) => visibleType(one, sees)) }
      : {}),
  };
}

function visibleField(field: FieldModel, sees: (name: string) => boolean): FieldDefinition {
  const hidden = fieldConditionNames.filter((name) => field[name]?.dependencies.every(sees) === false);
  if (hidden.length === 0) return field.definition;
  const { definition } = field;
  const shown = Object.entries(definition).filter(([name]) => !hidden.some((one) => one === name));
  return Object.fromEntries(shown) as unknown as FieldDefinition;
}

function visibleType(type: RecordTypeDefinition, sees: (name: string) => boolean): RecordTypeDefinition {
  const options = Object.entries(type.options ?? {}).filter(([name]) => sees(name));
  return type.options ? { ...type, options: Object.fromEntries(options) } : type;
}

/** Whether the first step of a path is visible; what a relation leads to is decided when it is asked for. */
function seesField(access: Access, object: string): (path: string) => boolean {
  const granted = objectAccess(access, object);
  return (path) => granted.field(path.split(".")[0] ?? path) !== "none" || path === "version";
}

/** Every `field` named in a filter. */
function namedIn(filter: unknown): readonly string[] {
  if (typeof filter !== "object" || filter === null) return [];
  return Object.entries(filter).flatMap(([key, value]: [string, unknown]) =>
    key === "field" && typeof value === "string" ? [value] : namedIn(value),
  );
}
