import { fieldType, type Choice, type FieldDefinition, type PipelineDefinition } from "#engine";
import { computed } from "vue";
import type { DesignContext } from "../designer/design-context.ts";
import type { Draft } from "../designer/draft.ts";
import { useTexts } from "../../i18n/i18n.ts";

/** Options of a field with the type's own choices; empty for any other. */
export function choicesOf(field: FieldDefinition | undefined): readonly Choice[] {
  const type = field && fieldType(field.type);
  return type?.choices?.({ ...type.defaultSettings, ...field?.settings }) ?? [];
}

/** Fields that can say a record's stage: they hold one of their choices. */
export function stageFields(fields: readonly FieldDefinition[]): readonly FieldDefinition[] {
  return fields.filter((one) => fieldType(one.type)?.cel.type === "string" && choicesOf(one).length > 0);
}

/** Names of a pipeline's stages, fields and roles for pickers and sentences. */
export function usePipelineNames(
  draft: Draft,
  context: DesignContext,
  pipeline: () => PipelineDefinition | null,
) {
  const { say } = useTexts();
  const fields = computed(() => context.fieldsOf(pipeline()?.object ?? ""));
  const choices = computed(() =>
    choicesOf(fields.value.find((one) => one.apiName === pipeline()?.stageField)),
  );
  const fieldItems = computed(() => context.fieldItems(pipeline()?.object ?? ""));
  const roleItems = computed(() =>
    draft
      .documents("role")
      .filter((one) => one.state !== "deleted")
      .map((one) => {
        const { label } = one.body as unknown as { readonly label: { "zh-CN": string; en: string } };
        return { value: one.apiName, label: say(label) };
      }),
  );
  const stageName = (option: string): string =>
    say(choices.value.find((one) => one.value === option)?.label) || option;
  const stageColor = (option: string): string =>
    choices.value.find((one) => one.value === option)?.color ?? "neutral";
  const stageItems = computed(() =>
    (pipeline()?.stages ?? []).map((one) => ({ value: one.option, label: stageName(one.option) })),
  );
  return { fields, choices, fieldItems, roleItems, stageItems, stageName, stageColor };
}

export type PipelineNames = ReturnType<typeof usePipelineNames>;
