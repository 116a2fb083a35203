import type { FieldType } from "../contract/field-type.ts";
import type { FieldDefinition } from "../contract/metadata/object.ts";
import type { OptionSetDefinition } from "../contract/metadata/option-set.ts";
import type { FieldModel } from "../contract/model.ts";
import type { Registries } from "./registries.ts";

/** What a field's settings may take from other documents. */
export interface FieldSurroundings {
  readonly registries: Pick<Registries, "fieldType">;
  /** By API name. */
  readonly optionSets: ReadonlyMap<string, OptionSetDefinition>;
}

/** One field without its expressions; null when its type does not exist. */
export function fieldModel(definition: FieldDefinition, around: FieldSurroundings): FieldModel | null {
  const own = around.registries.fieldType(definition.type);
  if (!own) return null;
  const settings = fieldSettings(definition, own, around.optionSets);
  return {
    id: definition.storedAs ?? definition.id ?? definition.apiName,
    apiName: definition.apiName,
    definition: own.owns?.(settings) ? { ...definition, required: true } : definition,
    ...valuesOf(own, settings, around),
  };
}

/** The type of a field's values, with its settings: its own, unless it produces those of another. */
function valuesOf(
  own: FieldType,
  settings: object,
  { registries }: FieldSurroundings,
): Pick<FieldModel, "type" | "settings"> {
  const result = own.resultOf?.(settings);
  const produced = result && registries.fieldType(result.type);
  if (!produced) return { type: own, settings };
  return {
    type: producing(produced, own),
    settings: { ...produced.defaultSettings, ...result.settings, ...settings },
  };
}

/** The definition's settings over the type's defaults, with the options of the shared set it names. */
export function fieldSettings(
  definition: Pick<FieldDefinition, "settings">,
  type: FieldType,
  optionSets: ReadonlyMap<string, OptionSetDefinition>,
): object {
  const settings = { ...type.defaultSettings, ...definition.settings };
  const name = type.optionSet?.(settings);
  const shared = name === undefined ? undefined : optionSets.get(name);
  return shared ? { ...settings, options: shared.options } : settings;
}

/** The values of one type, made by another. */
function producing(values: FieldType, maker: FieldType): FieldType {
  const { name, label, description, icon, settingsSchema, defaultSettings, computed, uses, checkSettings } =
    maker;
  return {
    ...values,
    ...{ name, label, description, icon, settingsSchema, defaultSettings },
    ...(computed ? { computed } : {}),
    ...(uses ? { uses } : {}),
    ...(checkSettings ? { checkSettings } : {}),
    ...(maker.resultOf ? { resultOf: maker.resultOf.bind(maker) } : {}),
  };
}
