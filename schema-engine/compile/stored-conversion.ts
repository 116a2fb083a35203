import type { FieldDefinition } from "../contract/metadata/object.ts";
import type { FieldModel, StoredConversion, WorkspaceSettings } from "../contract/model.ts";
import { storedConversion } from "../evolve/stored-form.ts";
import { fieldModel, type FieldSurroundings } from "./field-model.ts";

/** How a field reads values from before its change of type; nothing when it had none or its values are made anew. */
export function conversionOf(
  field: FieldModel,
  around: FieldSurroundings,
  workspace: WorkspaceSettings,
): { readonly conversion?: StoredConversion } {
  const { convertedFrom } = field.definition;
  if (!convertedFrom || field.type.computed) return {};
  const before: FieldDefinition = {
    ...field.definition,
    type: convertedFrom.type,
    settings: convertedFrom.settings ?? {},
  };
  const from = fieldModel(before, around);
  if (!from) return {};
  const context = { timeZone: workspace.timeZone, locale: workspace.locale, now: convertedFrom.undoUntil };
  return { conversion: storedConversion({ key: convertedFrom.storedAs, ...from }, field, context) };
}
