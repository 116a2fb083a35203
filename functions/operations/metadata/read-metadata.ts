import {
  fieldConditionNames,
  fieldsIn,
  objectAccess,
  visibleApp,
  visibleLayout,
  visibleView,
  type Access,
  type AppDefinition,
  type LayoutDefinition,
  type FieldDefinition,
  type FieldModel,
  type MetadataDocument,
  type ObjectDefinition,
  type ObjectModel,
  type RecordTypeDefinition,
  type PipelineDefinition,
  type TransitionDefinition,
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

/** Whether a document without roles, or with one of the caller's, is meant. */
function isForRoles(roles: readonly string[] | undefined, access: Access): boolean {
  return roles === undefined || access.roles.some((one) => roles.includes(one.apiName));
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
  view: (document, access) =>
    ofObject(document, access) && isForRoles((document.body as ViewDefinition).roles, access),
  optionSet: () => true,
  pipeline: ofObject,
  layout: ofObject,
  app: (document, access) => isForRoles((document.body as AppDefinition).roles, access),
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
  view(document, access, model) {
    const body = document.body as ViewDefinition;
    const object = model.objects.get(body.object);
    if (!object || !fieldsIn(body.filter).every(seesField(access, body.object))) return [];
    const { view, hidden } = visibleView(body, object, objectAccess(access, body.object));
    const told = hidden.columns > 0 || hidden.display ? { hidden } : {};
    return [{ ...document, body: view, ...told }];
  },
  layout(document, access, model) {
    const body = document.body as LayoutDefinition;
    const object = model.objects.get(body.object);
    if (!object) return [];
    const sight = {
      object,
      access: objectAccess(access, body.object),
      readsObject: (name: string) => objectAccess(access, name).read,
      accessTo: (name: string) => objectAccess(access, name),
    };
    return [{ ...document, body: visibleLayout(body, sight) }];
  },
  app(document, access) {
    const body = visibleApp(document.body as AppDefinition, (name) => objectAccess(access, name).read);
    return body ? [{ ...document, body }] : [];
  },
  pipeline(document, access) {
    const body = document.body as PipelineDefinition;
    const sees = seesField(access, body.object);
    if (!sees(body.stageField)) return [];
    const stages = body.stages.map((stage) =>
      stage.requiredFields ? { ...stage, requiredFields: stage.requiredFields.filter(sees) } : stage,
    );
    const { lossReasonField, transitions, ...rest } = body;
    const reason = lossReasonField !== undefined && sees(lossReasonField) ? { lossReasonField } : {};
    const ways = transitions ? { transitions: transitions.map((one) => visibleTransition(one, sees)) } : {};
    return [{ ...document, body: { ...rest, stages, ...reason, ...ways } }];
  },
};

/** A transition without hidden fields, and without its condition and what it sets: the server alone goes by those. */
function visibleTransition(
  transition: TransitionDefinition,
  sees: (name: string) => boolean,
): TransitionDefinition {
  const { condition: _condition, set: _set, requiredFields, ...rest } = transition;
  return { ...rest, ...(requiredFields ? { requiredFields: requiredFields.filter(sees) } : {}) };
}

/** An object's definition without hidden fields, and without what names them: conditions, combinations, record types. */
function visibleDefinition(object: ObjectModel, sees: (name: string) => boolean): ObjectDefinition {
  const { recordTypeField, recordTypes, uniques, indexes, ...rest } = object.definition;
  const fields = object.fields.filter((one) => sees(one.apiName)).map((one) => visibleField(one, sees));
  return {
    ...rest,
    fields,
    ...(uniques ? { uniques: uniques.filter((one) => one.fields.every(sees)) } : {}),
    ...(indexes ? { indexes: indexes.filter((one) => [...one.equal, one.sort ?? "id"].every(sees)) } : {}),
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
