import type { JsonObject, LocalizedText, PipelineDefinition } from "#engine";
import type { ObjectInfo } from "../../model/object-info.ts";

/** A stage of an object's pipeline as it is drawn. */
export interface StageInfo {
  /** Value of the stage field. */
  readonly option: string;
  readonly label: LocalizedText;
  readonly color: string;
  readonly category: "open" | "won" | "lost";
  /** API names; the reason for a loss is among those of a lost stage. */
  readonly requiredFields: readonly string[];
  readonly guidance: LocalizedText | undefined;
  /** Days after which a record that stays is ageing; undefined: never. */
  readonly agingDays: number | undefined;
}

/** Stages in the pipeline's order, with label and colour of their options. */
export function stagesOf(object: ObjectInfo, pipeline = object.pipeline): readonly StageInfo[] {
  const field = pipeline && object.byName.get(pipeline.stageField);
  const choices = field?.type.choices?.(field.settings) ?? [];
  return (pipeline?.stages ?? []).map((stage) => {
    const choice = choices.find((one) => one.value === stage.option);
    const reason = stage.category === "lost" ? pipeline?.lossReasonField : undefined;
    return {
      option: stage.option,
      label: choice?.label ?? { "zh-CN": stage.option, en: stage.option },
      color: choice?.color ?? "neutral",
      category: stage.category,
      requiredFields: [...new Set([...(stage.requiredFields ?? []), ...(reason ? [reason] : [])])],
      guidance: stage.guidance,
      agingDays: stage.agingDays,
    };
  });
}

/** Options of any select field as columns of a board: none is an end, and no way into one asks for anything. */
export function optionsAsStages(object: ObjectInfo, name: string): readonly StageInfo[] {
  const field = object.byName.get(name);
  return (field?.type.choices?.(field.settings) ?? [])
    .filter((one) => one.retired !== true)
    .map((one) => ({
      option: one.value,
      label: one.label,
      color: one.color ?? "neutral",
      category: "open",
      requiredFields: [],
      guidance: undefined,
      agingDays: undefined,
    }));
}

/** The pipeline of a record with these values: that of its record type, else the object's first. */
export function pipelineFor(object: ObjectInfo, values: JsonObject): PipelineDefinition | undefined {
  const { recordTypeField, recordTypes } = object.definition;
  const option = recordTypeField === undefined ? undefined : values[recordTypeField];
  const named = recordTypes?.find((one) => one.option === option)?.pipeline;
  return object.pipelines.find((one) => one.apiName === named) ?? object.pipeline;
}

/** Options of the record type field whose records do not go through the pipeline, or do; for a board's filter. */
export function typesOf(
  object: ObjectInfo,
  pipeline: PipelineDefinition | undefined,
): { readonly field: string; readonly op: "in" | "notIn"; readonly value: readonly string[] } | undefined {
  const { recordTypeField: field, recordTypes = [] } = object.definition;
  if (field === undefined || object.pipelines.length < 2) return undefined;
  const isFirst = pipeline === object.pipeline;
  const named = (name: string | undefined) => object.pipelines.some((one) => one.apiName === name);
  const value = recordTypes
    .filter((one) => (one.pipeline === pipeline?.apiName) !== isFirst && named(one.pipeline))
    .map((one) => one.option);
  return value.length === 0 && isFirst ? undefined : { field, op: isFirst ? "notIn" : "in", value };
}
