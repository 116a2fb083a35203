import { holdsText, nodeType, type MetadataDocument, type WorkflowDefinition } from "#engine";
import type { FieldInfo, ObjectInfo } from "../../model/object-info.ts";

/** Fields whose value can be set in many records at once. */
export function editableFields(object: ObjectInfo): readonly FieldInfo[] {
  return object.fields.filter((one) => one.writable && !one.type.files && !one.type.sealed);
}

/** Fields in whose text something can be found and replaced. */
export function textFields(object: ObjectInfo): readonly FieldInfo[] {
  return object.fields.filter((one) => one.writable && holdsText(one));
}

/** Active workflows about the object that people start. */
export function startableWorkflows(
  documents: readonly MetadataDocument[],
  object: string,
): readonly WorkflowDefinition[] {
  return documents
    .filter((one) => one.kind === "workflow")
    .map((one) => one.body as WorkflowDefinition)
    .filter((one) => one.object === object && one.active !== false)
    .filter(({ nodes }) => nodeType(nodes[0]?.type ?? "")?.startsOn?.includes("enrolled") === true);
}
