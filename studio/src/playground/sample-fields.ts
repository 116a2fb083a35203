import { fieldTypes, type FieldType, type Json } from "#engine";
import type { FieldTypeSamples } from "../../../schema-engine/contract/samples.ts";
import { describeField, type FieldInfo } from "../model/object-info.ts";

const modules = import.meta.glob<FieldTypeSamples>("../../../schema-engine/field-types/*/samples.ts", {
  eager: true,
  import: "samples",
});

export interface SampleField {
  readonly field: FieldInfo;
  readonly good: readonly Json[];
}

/** Every field type with the plainest of its samples. */
export function sampleFields(): readonly SampleField[] {
  return fieldTypes.flatMap((type) => {
    const first = samplesOf(type)?.cases[0];
    const field = describeField({
      apiName: type.name,
      type: type.name,
      label: type.label,
      help: type.description,
      settings: { ...first?.settings },
    });
    return field ? [{ field, good: first?.good ?? [] }] : [];
  });
}

function samplesOf(type: FieldType): FieldTypeSamples | undefined {
  return Object.entries(modules).find(([path]) => path.endsWith(`/${type.name}/samples.ts`))?.[1];
}
