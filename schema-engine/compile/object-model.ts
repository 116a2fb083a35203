import type {
  CompiledExpression,
  CompiledRule,
  FieldModel,
  IndexDefinition,
  ObjectModel,
  WorkspaceSettings,
} from "../contract/model.ts";
import {
  fieldConditionNames,
  type FieldConditionName,
  type FieldDefinition,
  type ObjectDefinition,
} from "../contract/metadata/object.ts";
import type { DuplicateRuleDefinition } from "../contract/metadata/duplicate-rule.ts";
import type { PipelineDefinition } from "../contract/metadata/pipeline.ts";
import type { RuleDefinition } from "../contract/metadata/rule.ts";
import { duplicateRuleModel } from "../cleansing/rule-model.ts";
import { compileExpression } from "../rules/expression.ts";
import { environmentOf } from "../rules/environment.ts";
import type { WayObjects } from "../rules/field-inputs.ts";
import { compileCondition, type ConditionPlace } from "./condition.ts";
import { fieldModel, type FieldSurroundings } from "./field-model.ts";
import { pipelineModel } from "./pipeline-model.ts";
import { conversionOf } from "./stored-conversion.ts";

/** The documents that make one object. */
export interface ObjectParts {
  readonly definition: ObjectDefinition;
  /** Its pipelines, in the order of their names. */
  readonly pipelines: readonly PipelineDefinition[];
  readonly rules: readonly RuleDefinition[];
  readonly duplicateRules?: readonly (DuplicateRuleDefinition & { readonly id: string })[];
  readonly indexes: readonly IndexDefinition[];
}

/**
 * One object, compiled. Elements that cannot be compiled (unknown types, wrong expressions) are left out: published
 * metadata has none, because `checkWorkspace` refuses them.
 */
export function objectModel(
  parts: ObjectParts,
  settings: WorkspaceSettings,
  around: FieldSurroundings & { readonly ways: WayObjects },
): ObjectModel | null {
  const { definition, indexes } = parts;
  const fields = definition.fields.flatMap((one) => fieldModel(one, around) ?? []);
  const nameField = fields.find((one) => one.apiName === definition.nameField) ?? fields[0];
  if (!nameField) return null;
  const bare: ObjectModel = {
    id: definition.id ?? definition.apiName,
    apiName: definition.apiName,
    definition,
    fields,
    byName: new Map(fields.map((one) => [one.apiName, one])),
    byId: new Map(fields.map((one) => [one.id, one])),
    nameField,
    pipeline: null,
    pipelines: [],
    rules: [],
    indexes,
  };
  const withExpressions = fields.map((one) => ({
    ...withCompiled(one, { object: bare, settings, ways: around.ways }),
    ...conversionOf(one, around, settings),
  }));
  const owner = { object: bare, settings, ways: around.ways, fields: withExpressions };
  const pipelines = parts.pipelines.flatMap((one) => pipelineModel(one, owner) ?? []);
  const byName = new Map(withExpressions.map((one) => [one.apiName, one]));
  const { duplicateRules = [] } = parts;
  return Object.assign(bare, {
    fields: withExpressions,
    byName,
    duplicateRules: duplicateRules.flatMap((one) => duplicateRuleModel(one, byName) ?? []),
    byId: new Map(withExpressions.map((one) => [one.id, one])),
    nameField: withExpressions.find((one) => one.id === nameField.id) ?? nameField,
    pipeline: pipelines[0] ?? null,
    pipelines,
    converted: withExpressions.filter((one) => one.conversion !== undefined),
    rules: parts.rules.flatMap((one) => compiledRule(one, owner)),
  });
}

function withCompiled(field: FieldModel, place: ConditionPlace): FieldModel {
  const { default: source } = field.definition;
  const environment = environmentOf(place.object, place.settings);
  const compiled = source === undefined ? null : compileExpression(source, environment);
  return {
    ...field,
    ...(compiled?.ok ? { defaultValue: compiled.value } : {}),
    ...compiledConditions(field.definition, place),
  };
}

/** The conditions of a field that compile, under their own names. */
function compiledConditions(
  definition: FieldDefinition,
  place: ConditionPlace,
): Partial<Record<FieldConditionName, CompiledExpression>> {
  return Object.fromEntries(
    fieldConditionNames.flatMap((name) => {
      const source = definition[name];
      const compiled = source === undefined ? null : compileCondition(source, place);
      return compiled?.ok ? [[name, compiled.value] as const] : [];
    }),
  );
}

function compiledRule(definition: RuleDefinition, place: ConditionPlace): readonly CompiledRule[] {
  if (definition.active === false) return [];
  const condition = compileCondition(definition.must, place);
  return condition.ok ? [{ definition, condition: condition.value }] : [];
}
