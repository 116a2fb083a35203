import {
  compileWorkspace,
  recordSchema,
  type MetadataDocument,
  type ObjectDefinition,
  type OptionSetDefinition,
  type RecordForm,
  type WorkspaceSettings,
} from "#engine";
import { objectsOf, type ObjectInfo } from "../../model/object-info.ts";

/** An unpublished object as the form of its records needs it; null while it cannot be compiled. */
export function previewOf(
  object: ObjectDefinition,
  optionSets: ReadonlyMap<string, OptionSetDefinition>,
  settings: WorkspaceSettings,
): { readonly info: ObjectInfo; readonly form: RecordForm } | null {
  const documents = [
    asDocument("object", object),
    ...[...optionSets.values()].map((one) => asDocument("optionSet", one)),
  ];
  const model = compileWorkspace({ settings, version: 0, documents, indexes: {} });
  const compiled = model.objects.get(object.apiName);
  const fields = Object.fromEntries(object.fields.map((one) => [one.apiName, "write" as const]));
  const all = { create: true, read: true, update: true, delete: true, scope: "all" as const, fields };
  const info = objectsOf(documents, { [object.apiName]: all }).get(object.apiName);
  return compiled && info ? { info, form: recordSchema({ model, object: compiled }) } : null;
}

function asDocument(
  kind: string,
  body: { readonly id?: string; readonly apiName: string },
): MetadataDocument {
  return { kind, id: body.id ?? body.apiName, apiName: body.apiName, body };
}
