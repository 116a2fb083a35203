import type { JsonSchema } from "../contract/json.ts";
import type { LocalizedText } from "../contract/problem.ts";

/** Schema of a type's settings: exactly these optional properties. */
export function settingsOf(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = [],
): JsonSchema {
  return { type: "object", properties, required, additionalProperties: false };
}

/** A subschema with its label for the settings form (`x-label`, FieldType.settingsSchema). */
export function labelled(label: LocalizedText, schema: JsonSchema): JsonSchema {
  return { ...schema, title: label.en, "x-label": label };
}
