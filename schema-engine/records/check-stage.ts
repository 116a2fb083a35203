import type { JsonObject } from "../contract/json.ts";
import type { FieldModel, PipelineModel } from "../contract/model.ts";
import type { LocalizedText, Problem } from "../contract/problem.ts";
import { pipelineOf, stageOf } from "./pipeline-of.ts";
import type { Outcome } from "./outcome.ts";
import { requiredInStage } from "./problems.ts";
import { lossReasonRequired, stageNotInPipeline } from "./move-problems.ts";
import type { WriteRequest } from "./write-request.ts";

/**
 * What the stage of the record as it would be asks for: a stage of its own pipeline, the stage's required values, and a
 * reason when a lost stage is entered. Judged when the stage changes; required values also when one of them changes.
 */
export function checkStage(request: WriteRequest, outcome: Outcome): readonly Problem[] {
  const { record, changed } = outcome;
  const pipeline = pipelineOf(request.object, record.values);
  const option = pipeline && stageOf(pipeline, record.values);
  if (!pipeline || option === null) return [];
  const stage = pipeline.stages.get(option);
  const moved = changed.includes(pipeline.stageField.id) || changesPipeline(request, pipeline);
  if (!stage) return moved ? [stageNotInPipeline(pipeline, stageLabel(pipeline, option))] : [];
  const missing = (stage.requiredFields ?? []).flatMap((name) => {
    const field = request.object.byName.get(name);
    if (!field || field.definition.required === true || !lacks(request, field, record.values)) return [];
    if (!moved && !changed.includes(field.id)) return [];
    return [requiredInStage(field, stageLabel(pipeline, option), isVisible(request, field))];
  });
  return stage.category === "lost" && moved
    ? [...missing, ...lossReason(request, outcome, missing)]
    : missing;
}

/** Label of a stage: that of its option. */
export function stageLabel({ stageField }: PipelineModel, option: string): LocalizedText {
  const choice = stageField.type.choices?.(stageField.settings).find((one) => one.value === option);
  return choice?.label ?? { "zh-CN": option, en: option };
}

/** Whether a field has no value, unless one was sent that was refused with a reason of its own. */
export function lacks({ values: sent }: WriteRequest, field: FieldModel, values: JsonObject): boolean {
  if (values[field.id] !== undefined && values[field.id] !== null) return false;
  const value = Object.hasOwn(sent, field.apiName) ? sent[field.apiName] : null;
  return value === null || value === undefined || field.type.check(value, field.settings).length === 0;
}

/** Whether the caller may know of the field. */
export function isVisible({ access }: WriteRequest, field: FieldModel): boolean {
  return access === null || access.field(field.apiName) !== "none";
}

function changesPipeline({ object, current }: WriteRequest, pipeline: PipelineModel): boolean {
  return current !== null && pipelineOf(object, current.values) !== pipeline;
}

function lossReason(
  request: WriteRequest,
  { record }: Outcome,
  said: readonly Problem[],
): readonly Problem[] {
  const name = pipelineOf(request.object, record.values)?.definition.lossReasonField;
  const field = name === undefined ? undefined : request.object.byName.get(name);
  if (!field || !lacks(request, field, record.values)) return [];
  const problem = lossReasonRequired(field, isVisible(request, field));
  return said.some((one) => one.pointer === problem.pointer) ? [] : [problem];
}
