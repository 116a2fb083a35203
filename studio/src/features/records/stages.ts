import type { LocalizedText } from "#engine";
import type { ObjectInfo } from "../../model/object-info.ts";

/** A stage of an object's pipeline as it is drawn. */
export interface StageInfo {
  /** Value of the stage field. */
  readonly option: string;
  readonly label: LocalizedText;
  readonly color: string;
  readonly category: "open" | "won" | "lost";
  readonly requiredFields: readonly string[];
}

/** Stages in the pipeline's order, with label and colour of their options. */
export function stagesOf(object: ObjectInfo): readonly StageInfo[] {
  const field = object.pipeline && object.byName.get(object.pipeline.stageField);
  const choices = field?.type.choices?.(field.settings) ?? [];
  return (object.pipeline?.stages ?? []).map((stage) => {
    const choice = choices.find((one) => one.value === stage.option);
    return {
      option: stage.option,
      label: choice?.label ?? { "zh-CN": stage.option, en: stage.option },
      color: choice?.color ?? "neutral",
      category: stage.category,
      requiredFields: stage.requiredFields ?? [],
    };
  });
}
