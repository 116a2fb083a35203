import {
  objectAccess,
  type Access,
  type MetadataDocument,
  type ObjectDefinition,
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
    return narrowers[document.kind]?.(document, access) ?? [document];
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
  pipeline: ofObject,
  workflow: (document, access) => access.capabilities.has("runs.read") && ofObject(document, access),
  journey: (document, access) => automation(document, access) && ofObject(document, access),
  template: marketing,
};

type Narrow = (document: MetadataDocument, access: Access) => readonly MetadataDocument[];

/** Kinds whose documents name fields: hidden ones are left out; a document that makes no sense without them is too. */
const narrowers: Readonly<Record<string, Narrow>> = {
  object(document, access) {
    const body = document.body as ObjectDefinition;
    const sees = seesField(access, document.apiName);
    return [{ ...document, body: { ...body, fields: body.fields.filter((field) => sees(field.apiName)) } }];
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
