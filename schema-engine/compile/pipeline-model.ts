import type { FieldModel, PipelineModel, TransitionModel } from "../contract/model.ts";
import type { PipelineDefinition, TransitionDefinition } from "../contract/metadata/pipeline.ts";
import { compileCondition, type ConditionPlace } from "./condition.ts";

/** What a pipeline is compiled against. */
export interface PipelineOwner extends ConditionPlace {
  /** The object's fields as they will be used. */
  readonly fields: readonly FieldModel[];
}

/** One pipeline with its expressions; null when its stage field is not there. Wrong expressions are left out. */
export function pipelineModel(definition: PipelineDefinition, owner: PipelineOwner): PipelineModel | null {
  const stageField = owner.fields.find((one) => one.apiName === definition.stageField);
  if (!stageField) return null;
  return {
    definition,
    stageField,
    stages: new Map(definition.stages.map((one) => [one.option, one])),
    transitions: (definition.transitions ?? []).flatMap((one) => transitionModel(one, owner) ?? []),
  };
}

/** Null when its condition cannot be compiled: a gate that cannot be read is never open. */
function transitionModel(definition: TransitionDefinition, owner: PipelineOwner): TransitionModel | null {
  const { condition: source, set = {} } = definition;
  const condition = source === undefined ? null : compileCondition(source, owner);
  if (condition && !condition.ok) return null;
  return {
    definition,
    condition: condition ? condition.value : null,
    set: Object.entries(set).flatMap(([name, expression]) => {
      const field = owner.fields.find((one) => one.apiName === name);
      const compiled = compileCondition(expression, owner, "any");
      return field && compiled.ok ? [{ field, expression: compiled.value }] : [];
    }),
  };
}
