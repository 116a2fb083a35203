import {
  objectAccess,
  type Access,
  type MetadataDocument,
  type ObjectDefinition,
  type WorkspaceModel,
} from "#engine";

/** The published documents as the caller may see them: no hidden object or field, no automation without the capability. */
export function visibleDocuments(model: WorkspaceModel, access: Access): readonly MetadataDocument[] {
  if (access.capabilities.has("metadata.manage")) return model.documents;
  return model.documents.flatMap((document) => {
    const mayRead = readers[document.kind];
    if (!mayRead?.(document, access)) return [];
    return [document.kind === "object" ? withoutHiddenFields(document, access) : document];
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

function withoutHiddenFields(document: MetadataDocument, access: Access): MetadataDocument {
  const body = document.body as ObjectDefinition;
  const object = objectAccess(access, document.apiName);
  const fields = body.fields.filter((field) => object.field(field.apiName) !== "none");
  return { ...document, body: { ...body, fields } };
}
