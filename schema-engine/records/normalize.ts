import type { Json, JsonObject } from "../contract/json.ts";
import type { FieldModel, ObjectModel, StoredRecord } from "../contract/model.ts";
import { normalizationSteps, type NormalizationStep } from "../contract/metadata/normalization.ts";
import { halfWidth } from "../shared/locale.ts";
import { sameJson, valueOf } from "./values.ts";

/** A text after these steps, in the order of `normalizationSteps`; doing it again changes nothing. */
export function normalizeText(text: string, steps: readonly NormalizationStep[]): string {
  return normalizationSteps
    .filter((one) => steps.includes(one))
    .reduce((value, one) => ways[one](value), text);
}

/** A value as it was sent, brought to the form its field asks for; what is no text stays. */
export function normalizeInput({ definition, type }: FieldModel, value: Json | undefined): Json | undefined {
  const steps = definition.normalization ?? [];
  if (typeof value !== "string" || steps.length === 0 || !type.normalizationSteps) return value;
  return normalizeText(value, steps);
}

/** Stored values that are not in the form their fields ask for, by API name, as they should be; empty: none. */
export function normalizedValues(object: ObjectModel, record: StoredRecord): JsonObject {
  const changed = object.fields.flatMap((field) => {
    const value = field.definition.normalization ? (valueOf(field, record.values) as Json) : null;
    const normal = normalizeInput(field, value);
    return normal === undefined || sameJson(normal, value) ? [] : [[field.apiName, normal] as const];
  });
  return Object.fromEntries(changed);
}

const ways: Readonly<Record<NormalizationStep, (text: string) => string>> = {
  fullWidthToHalf: halfWidth,
  trim: (text) => text.trim(),
  collapseSpaces: (text) => text.replace(/[^\S\r\n]+/gu, " "),
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  titleCase: (text) =>
    text.replace(/\p{L}[\p{L}\p{M}'’]*/gu, (word) => {
      const [first = "", ...rest] = word;
      const big = first.toUpperCase();
      // A letter that becomes two (ß) would be another word the next time.
      return ([...big].length === 1 ? big : first) + rest.join("").toLowerCase();
    }),
};
